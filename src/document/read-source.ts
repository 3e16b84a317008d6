import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { ToolError, toolError } from '../base/tool-error.js'
import type { LoadOptions } from './load-options.js'
import { decodeText, readTextFile } from './decode-text.js'
import { fetchText } from './fetch-text.js'
import { MAX_BYTES } from './limits.js'

/** A text, and who it is. */
export interface SourceText {
  /** What relative references in it are relative to: a file: or http(s) URL. */
  readonly uri: string
  /** As the author would call it. */
  readonly name: string
  /** Absolute; undefined when it is no file. */
  readonly path: string | undefined
  readonly text: string
}

/** A reference that may not be followed, and the flag that would allow it; or one with nothing behind it. */
export interface Refusal {
  readonly kind: 'refused' | 'missing'
  readonly reason: string
  readonly remedy: string
  /** Of a missing file. */
  readonly path?: string | undefined
}

export interface SourceReader {
  readMain(): Promise<SourceText>
  /** Reads what a reference leads to. @throws ToolError DOCUMENT_TOO_LARGE */
  readReferenced(uri: string): Promise<SourceText | Refusal>
}

/** Reads a document and its parts within one budget of bytes; files only below the document's folder, hosts only by leave. */
export function createSourceReader(source: string, options: LoadOptions): SourceReader {
  let bytesLeft = options.maxBytes ?? MAX_BYTES
  let main = whereIs(source, options)
  const hosts = options.allowHosts ?? []

  function spend(bytes: number, name: string): void {
    bytesLeft -= bytes
    if (bytesLeft < 0) throw tooLarge(name, options)
  }

  async function readPath(path: string, name: string): Promise<string> {
    const { size } = await stat(path)
    spend(size, name)
    return readTextFile(path)
  }

  async function readStream(stream: AsyncIterable<Uint8Array>, name: string): Promise<string> {
    const chunks: Uint8Array[] = []
    for await (const chunk of stream) {
      spend(chunk.length, name)
      chunks.push(chunk)
    }
    return decodeText(Buffer.concat(chunks))
  }

  async function readMainText(): Promise<string> {
    if (options.text !== undefined) {
      spend(Buffer.byteLength(options.text), source)
      return options.text.replace(/^\uFEFF/, '')
    }
    if (source === '-') return readStream(process.stdin, main.name)
    if (main.path === undefined) {
      const { hostname } = new URL(main.uri)
      const mayVisit = (url: URL): boolean => url.hostname === hostname || isAllowedHost(url, main.uri, hosts)
      const fetched = await fetchText(main.uri, { name: source, mayVisit, spend })
      // RFC 3986 5.1.3: relative references start from where the redirects ended.
      main = { ...main, uri: fetched.uri }
      return fetched.text
    }
    try {
      const stats = await stat(main.path)
      // A pipe (`<(...)`) has no size to look at beforehand.
      if (stats.isFile()) return await readPath(main.path, source)
      if (stats.isDirectory()) throw notFound(source, 'it is a folder')
      return await readStream(createReadStream(main.path), source)
    } catch (error) {
      // A file may be called so; where there is none, another way to read was meant.
      const scheme = /^[a-z][a-z0-9+.-]+:/i.exec(source)?.[0]
      if (scheme !== undefined && isMissing(error)) {
        throw notFound(
          source,
          `'${scheme}' is not a way to read documents; paths, http:, https: and file:// are`,
          error,
        )
      }
      throw explainReadError(error, source)
    }
  }

  async function readReferencedFile(uri: string): Promise<SourceText | Refusal> {
    const path = toPath(uri)
    if (path === undefined) return refuseAddress(uri)
    const name = nameBeside(main, path)
    if (main.path === undefined) return refuseFile(name)
    if (options.onFile && (await mayRead(path))) options.onFile(path)
    try {
      const real = await realpath(path)
      if (!(await mayRead(real))) return (await mayRead(path)) ? refuseLink(name, real) : refuseFile(name)
      if (!(await stat(real)).isFile()) throw notFound(name, 'it is not a file')
      return { uri, name, path, text: await readPath(real, name) }
    } catch (error) {
      // Whether a file exists outside the folder is nobody's business either.
      if (isMissing(error) && !(await mayRead(path))) return refuseFile(name)
      throw explainReadError(error, name)
    }
  }

  async function mayRead(path: string): Promise<boolean> {
    if (main.path === undefined) return false
    const folders = [dirname(main.path), ...(options.allowDirectories ?? [])]
    // Both names of a folder count: as it was given, and with its links followed.
    const real = await Promise.all(folders.map((folder) => realpath(folder).catch(() => resolve(folder))))
    return [...real, ...folders.map((folder) => resolve(folder))].some((folder) => isBelow(folder, path))
  }

  return {
    readMain: async () => {
      const text = await readMainText()
      return { uri: main.uri, name: main.name, path: main.filePath, text }
    },
    readReferenced: async (uri) => {
      try {
        return await readReferencedAnywhere(uri)
      } catch (error) {
        if (!(error instanceof ToolError)) throw error
        const { code, message, remedy } = error
        if (code === 'DOCUMENT_NOT_FOUND') return { kind: 'missing', reason: message, remedy, path: toPath(uri) }
        if (code === 'DOCUMENT_REFUSED') return { kind: 'refused', reason: message, remedy }
        throw error
      }
    },
  }

  async function readReferencedAnywhere(uri: string): Promise<SourceText | Refusal> {
    const { protocol, hostname } = new URL(uri)
    if (protocol === 'file:') return readReferencedFile(uri)
    if (protocol !== 'http:' && protocol !== 'https:') {
      return {
        kind: 'refused',
        reason: `'${protocol}' is not a way to read documents`,
        remedy: 'Copy what it refers to into a file.',
      }
    }
    if (!isAllowedHost(new URL(uri), main.uri, hosts)) return refuseHost(hostname, uri)
    const mayVisit = (url: URL): boolean => isAllowedHost(url, main.uri, hosts)
    const fetched = await fetchText(uri, { name: uri, mayVisit, spend })
    return { uri: fetched.uri, name: uri, path: undefined, text: fetched.text }
  }
}

interface Whereabouts {
  readonly source: string
  readonly uri: string
  readonly name: string
  /** Where its relative references start: a path that need not exist. */
  readonly path: string | undefined
  /** The file itself; undefined for standard input and text. */
  readonly filePath: string | undefined
}

function whereIs(source: string, options: LoadOptions): Whereabouts {
  if (source === '-' && options.text === undefined) {
    const path = resolve('stdin')
    return { source: '', uri: pathToFileURL(path).href, name: '<stdin>', path, filePath: undefined }
  }
  if (/^https?:\/\//i.test(source)) {
    return { source, uri: withoutFragment(source), name: source, path: undefined, filePath: undefined }
  }
  if (source.trim() === '') throw notFound("''", 'its name is empty')
  const path = /^file:\/\//i.test(source) ? pathOfUrl(source) : resolve(source)
  return {
    source,
    uri: pathToFileURL(path).href,
    name: source,
    path,
    filePath: options.text === undefined ? path : undefined,
  }
}

function pathOfUrl(source: string): string {
  const path = URL.canParse(source) ? toPath(source) : undefined
  if (path !== undefined) return path
  throw notFound(source, 'this URL names no file of this machine')
}

/** Undefined for URLs with a host or an encoded slash, which name no file here. */
function toPath(uri: string): string | undefined {
  try {
    return fileURLToPath(uri)
  } catch {
    return undefined
  }
}

function withoutFragment(url: string): string {
  try {
    const { href, hash } = new URL(url)
    return hash === '' ? href : href.slice(0, -hash.length)
  } catch (cause) {
    throw toolError('DOCUMENT_NOT_FOUND', { source: url, reason: 'this is not a URL' }, { cause })
  }
}

/** 'spec/api.yaml' refers to 'pet.yaml' → 'spec/pet.yaml'. */
function nameBeside(main: Whereabouts, path: string): string {
  if (main.path === undefined || isAbsolute(main.source)) return path
  return join(dirname(main.source), relative(dirname(main.path), path))
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '' && way !== '..' && !way.startsWith('..' + sep) && !isAbsolute(way)
}

/** A document that was fetched may refer to what lies beside or below it, as one in a folder may. */
function isAllowedHost(url: URL, mainUri: string, hosts: readonly string[]): boolean {
  if (hosts.some((host) => host.toLowerCase() === url.hostname || host.toLowerCase() === url.host)) return true
  const main = new URL(mainUri)
  return (
    url.origin === main.origin && url.pathname.startsWith(main.pathname.slice(0, main.pathname.lastIndexOf('/') + 1))
  )
}

function refuseFile(name: string): Refusal {
  return {
    kind: 'refused',
    reason: `${name} lies outside the document's folder`,
    remedy: `Allow it with --allow-dir ${dirname(name)}, or move the file.`,
  }
}

/** The link lies where it may be read; where it leads, somebody has to allow. */
function refuseLink(name: string, real: string): Refusal {
  return {
    kind: 'refused',
    reason: `${name} is a symbolic link to ${real}, outside the document's folder`,
    remedy: `Allow it with --allow-dir ${dirname(real)}, or put a copy there.`,
  }
}

/** file://host/…, or an encoded slash. */
function refuseAddress(uri: string): Refusal {
  return {
    kind: 'refused',
    reason: `${uri} names no file of this machine`,
    remedy: 'Keep a copy beside the document.',
  }
}

function refuseHost(host: string, uri: string): Refusal {
  return {
    kind: 'refused',
    reason: `${uri} is on another host`,
    remedy: `Allow it with --allow-host ${host}, or keep a copy beside the document.`,
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}

function explainReadError(error: unknown, name: string): Error {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string' || 'exit' in error) {
    return error instanceof Error ? error : new Error(String(error))
  }
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    ENOTDIR: 'there is no such file',
    EISDIR: 'it is a folder',
    EACCES: 'you may not read it',
    EPERM: 'you may not read it',
    ELOOP: 'its symbolic links lead in a circle',
    ENAMETOOLONG: 'the name is too long',
    ERR_INVALID_ARG_VALUE: 'no file can have that name',
  }
  return notFound(name, reasons[error.code] ?? error.code, error)
}

function notFound(source: string, reason: string, cause?: unknown): Error {
  return toolError('DOCUMENT_NOT_FOUND', { source, reason }, { cause })
}

function tooLarge(name: string, options: LoadOptions): Error {
  const most = options.maxBytes ?? MAX_BYTES
  return toolError('DOCUMENT_TOO_LARGE', { source: name, reason: `more than ${most} bytes in all (--max-bytes)` })
}
