import type { Jiti } from 'jiti'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { isRecord } from '../base/json.js'
import { toolError } from '../base/tool-error.js'

export interface ImportedModule {
  readonly value: unknown
  /** The user's own files that were loaded: to watch them, and to name places in messages. */
  readonly files: readonly string[]
}

const PATIENCE_MS = 10_000

/**
 * The default export of a user's file in TypeScript or JavaScript, compiled in memory; `lockstep` in it means this very
 * package, wherever the file lies. Read anew each time, and so is what it imports.
 * @param seen called with the files that were loaded, even when one of them is broken
 * @throws ToolError CONFIG_INVALID with the place, as far as it can be told
 */
export async function importModule(file: string, seen: (files: readonly string[]) => void): Promise<ImportedModule> {
  const { createJiti } = await import('jiti')
  const virtualModules = {
    lockstep: await import('lockstep'),
    'lockstep/mock': await import('lockstep/mock'),
  }
  const jiti = createJiti(import.meta.url, { moduleCache: true, virtualModules })
  forget(jiti.cache)
  try {
    // A getter is called here, where what it throws can be told with its place.
    const value = settled(defaultOf(await evaluate(jiti, file)))
    const files = ownFiles(jiti.cache, file)
    seen(files)
    return { value, files }
  } catch (error) {
    if (isNullExport(error)) return { value: null, files: [file] }
    const { places, reason } = explain(error)
    seen([...ownFiles(jiti.cache, file), ...places.map((place) => place.file)])
    const [first] = places
    const place = first ? `${first.file}:${first.at}` : file
    const remedy = 'Mend the file, or name another with --config.'
    throw toolError('CONFIG_INVALID', { place, reason, remedy }, { cause: error })
  }
}

/** Loaded as CommonJS where possible: Node never reads an ES module a second time. */
async function evaluate(jiti: Jiti, file: string): Promise<unknown> {
  try {
    return jiti.evalModule(readFileSync(file, 'utf8'), { filename: file, async: false, forceTranspile: true })
  } catch (error) {
    if (!(error instanceof SyntaxError && error.message.includes('await'))) throw error
    forget(jiti.cache)
    const done = new AbortController()
    return await Promise.race([jiti.import(file), giveUp(done.signal)]).finally(() => {
      done.abort()
    })
  }
}

/** A top-level await may never settle; with nothing else to do, Node would then exit silently. */
async function giveUp(signal: AbortSignal): Promise<never> {
  await pause(PATIENCE_MS, undefined, { signal })
  throw new Error(`it awaits something that has not come within ${PATIENCE_MS / 1000} seconds`)
}

type Cache = Jiti['cache']

/** Node's own cache of scripts holds other people's too: only what lies outside of packages is the user's. */
function forget(cache: Cache): void {
  for (const key of Object.keys(cache)) if (isOwn(key)) Reflect.deleteProperty(cache, key)
}

const HERE = fileURLToPath(new URL('../../..', import.meta.url))

function isOwn(file: string): boolean {
  return !/[\\/]node_modules[\\/]/.test(file) && !file.startsWith(`${HERE}dist/`) && !file.startsWith(`${HERE}bin/`)
}

function ownFiles(cache: Cache, file: string): readonly string[] {
  return [...new Set([file, ...Object.keys(cache).filter(isOwn)])]
}

function defaultOf(module: unknown): unknown {
  return typeof module === 'object' && module !== null && 'default' in module ? module.default : module
}

/** The loader itself asks whether `export default null` is a promise. */
function isNullExport(error: unknown): boolean {
  if (!(error instanceof TypeError) || !error.message.includes("null (reading 'then')")) return false
  return /^\s+at .*$/m.exec(error.stack ?? '')?.[0].includes('node_modules/jiti/') ?? false
}

function settled(value: unknown): unknown {
  return isRecord(value) ? { ...value } : value
}

/** Where it happened: the place in a parser's message, else the first of the user's files on the stack. */
function explain(error: unknown): { readonly places: readonly Place[]; readonly reason: string } {
  if (!(error instanceof Error)) return { places: [], reason: String(error) }
  const message = error.message.trim()
  const parsed = /^(?:ParseError: )?([^]*?)\s+(\S[^\n]*):(\d+:\d+)$/.exec(message)
  const places: Place[] = parsed?.[2] === undefined ? [] : [{ file: parsed[2], at: parsed[3] ?? '' }]
  for (const [, path = '', at = ''] of (error.stack ?? '').matchAll(
    /(?:\(| at (?:async )?)((?:file:\/\/)?\/[^\s()]*?):(\d+:\d+)\)?$/gm,
  )) {
    const file = path.startsWith('file:') ? fileURLToPath(path) : path
    // The compiler puts a line of its own first; columns in that line are not the author's.
    if (isOwn(file)) places.push({ file, at: at.replace(/^1:\d+$/, '1') })
  }
  return { places, reason: parsed?.[1]?.trim() ?? message.split('\n')[0] ?? message }
}

interface Place {
  readonly file: string
  /** Line and column, or the line alone. */
  readonly at: string
}
