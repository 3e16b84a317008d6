import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { ToolError } from '../base/tool-error.js'
import { fetchText } from './fetch-text.js'
import { MAX_BYTES } from './limits.js'
import type { LoadOptions } from './load-options.js'
import { explainReadError, isMissing, notFound } from './read-error.js'
import { refuseAddress, refuseFile, refuseHost, refuseLink, refuseProtocol, type Refusal } from './refusal.js'
import { SourceBudget } from './source-budget.js'
import { nameBeside, toPath, whereIs, type Whereabouts } from './where-is.js'

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

/** Reads a document and its parts within one budget of bytes; files only below the document's folder, hosts only by leave. */
export class SourceReader {
  readonly #source: string
  readonly #options: LoadOptions
  readonly #hosts: readonly string[]
  readonly #budget: SourceBudget
  #main: Whereabouts

  constructor(source: string, options: LoadOptions) {
    this.#source = source
    this.#options = options
    this.#hosts = options.allowHosts ?? []
    this.#budget = new SourceBudget(options.maxBytes ?? MAX_BYTES)
    this.#main = whereIs(source, options)
  }

  async readMain(): Promise<SourceText> {
    const text = await this.#readMainText()
    const { uri, name, filePath } = this.#main
    return { uri, name, path: filePath, text }
  }

  /** Reads what a reference leads to. @throws ToolError DOCUMENT_TOO_LARGE */
  async readReferenced(uri: string): Promise<SourceText | Refusal> {
    try {
      return await this.#readAnywhere(uri)
    } catch (error) {
      if (!(error instanceof ToolError)) throw error
      const { code, message, remedy } = error
      if (code === 'DOCUMENT_NOT_FOUND') return { kind: 'missing', reason: message, remedy, path: toPath(uri) }
      if (code === 'DOCUMENT_REFUSED') return { kind: 'refused', reason: message, remedy }
      throw error
    }
  }

  async #readMainText(): Promise<string> {
    const { text } = this.#options
    if (text !== undefined) {
      this.#budget.spend(Buffer.byteLength(text), this.#source)
      return text.replace(/^\uFEFF/, '')
    }
    const { path, name } = this.#main
    if (this.#source === '-') return this.#budget.readStream(process.stdin, name)
    return path === undefined ? this.#fetchMain() : this.#readMainFile(path)
  }

  async #fetchMain(): Promise<string> {
    const { hostname } = new URL(this.#main.uri)
    const { uri, text } = await fetchText(this.#main.uri, {
      name: this.#source,
      mayVisit: (url) => url.hostname === hostname || this.#mayVisit(url),
      spend: this.#budget.spend,
    })
    // RFC 3986 5.1.3: relative references start from where the redirects ended.
    this.#main = { ...this.#main, uri }
    return text
  }

  async #readMainFile(path: string): Promise<string> {
    const source = this.#source
    try {
      const stats = await stat(path)
      // A pipe (`<(...)`) has no size to look at beforehand.
      if (stats.isFile()) return await this.#budget.readPath(path, source)
      if (stats.isDirectory()) throw notFound(source, 'it is a folder')
      return await this.#budget.readStream(createReadStream(path), source)
    } catch (error) {
      // A file may be called so; where there is none, another way to read was meant.
      const scheme = /^[a-z][a-z0-9+.-]+:/i.exec(source)?.[0]
      if (scheme !== undefined && isMissing(error)) {
        const reason = `'${scheme}' is not a way to read documents; paths, http:, https: and file:// are`
        throw notFound(source, reason, error)
      }
      throw explainReadError(error, source)
    }
  }

  async #readAnywhere(uri: string): Promise<SourceText | Refusal> {
    const url = new URL(uri)
    if (url.protocol === 'file:') return this.#readFile(uri)
    if (url.protocol !== 'http:' && url.protocol !== 'https:') return refuseProtocol(url.protocol)
    if (!this.#mayVisit(url)) return refuseHost(url.hostname, uri)
    const fetched = await fetchText(uri, {
      name: uri,
      mayVisit: (next) => this.#mayVisit(next),
      spend: this.#budget.spend,
    })
    return { uri: fetched.uri, name: uri, path: undefined, text: fetched.text }
  }

  async #readFile(uri: string): Promise<SourceText | Refusal> {
    const path = toPath(uri)
    if (path === undefined) return refuseAddress(uri)
    const name = nameBeside(this.#main, path)
    if (this.#main.path === undefined) return refuseFile(name)
    const { onFile } = this.#options
    if (onFile && (await this.#mayRead(path))) onFile(path)
    try {
      const real = await realpath(path)
      if (!(await this.#mayRead(real))) return (await this.#mayRead(path)) ? refuseLink(name, real) : refuseFile(name)
      if (!(await stat(real)).isFile()) throw notFound(name, 'it is not a file')
      return { uri, name, path, text: await this.#budget.readPath(real, name) }
    } catch (error) {
      // Whether a file exists outside the folder is nobody's business either.
      if (isMissing(error) && !(await this.#mayRead(path))) return refuseFile(name)
      throw explainReadError(error, name)
    }
  }

  async #mayRead(path: string): Promise<boolean> {
    if (this.#main.path === undefined) return false
    const folders = [dirname(this.#main.path), ...(this.#options.allowDirectories ?? [])]
    // Both names of a folder count: as it was given, and with its links followed.
    const real = await Promise.all(folders.map((folder) => realpath(folder).catch(() => resolve(folder))))
    return [...real, ...folders.map((folder) => resolve(folder))].some((folder) => isBelow(folder, path))
  }

  #mayVisit(url: URL): boolean {
    return isAllowedHost(url, this.#main.uri, this.#hosts)
  }
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
