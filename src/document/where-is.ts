import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { LoadOptions } from './load-options.js'
import { notFound } from './read-error.js'

/** Where a document is read from. */
export interface Whereabouts {
  readonly source: string
  readonly uri: string
  readonly name: string
  /** Where its relative references start: a path that need not exist. */
  readonly path: string | undefined
  /** The file itself; undefined for standard input and text. */
  readonly filePath: string | undefined
}

/** @throws ToolError DOCUMENT_NOT_FOUND when the name can be none */
export function whereIs(source: string, options: LoadOptions): Whereabouts {
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
export function toPath(uri: string): string | undefined {
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
    throw notFound(url, 'this is not a URL', cause)
  }
}

/** 'spec/api.yaml' refers to 'pet.yaml' → 'spec/pet.yaml'. */
export function nameBeside(main: Whereabouts, path: string): string {
  if (main.path === undefined || isAbsolute(main.source)) return path
  return join(dirname(main.source), relative(dirname(main.path), path))
}
