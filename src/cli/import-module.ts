import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { toolError } from '../base/tool-error.js'

export interface ImportedModule {
  readonly value: unknown
  /** Of the user's own files, those that took part; for watching, and for places in messages. */
  readonly files: readonly string[]
}

/**
 * The default export of a user's file in TypeScript or JavaScript, compiled in memory; `lockstep` in it means this very
 * package, wherever the file lies. Read anew each time, and so is what it imports.
 * @param seen told of the files that took part, also when one of them is broken
 * @throws ToolError CONFIG_INVALID with the place, as far as it can be told
 */
export async function importModule(file: string, seen: (files: readonly string[]) => void): Promise<ImportedModule> {
  const { createJiti } = await import('jiti')
  const virtualModules = {
    lockstep: await import('../index.js'),
    'lockstep/mock': await import('../../mock/index.js'),
  }
  const jiti = createJiti(import.meta.url, { moduleCache: true, virtualModules })
  forget(jiti.cache)
  try {
    const value = defaultOf(await evaluate(jiti, file))
    const files = ownFiles(jiti.cache, file)
    seen(files)
    return { value, files }
  } catch (error) {
    const files = ownFiles(jiti.cache, file)
    seen(files)
    const { place, reason } = explain(error, files)
    const remedy = 'Mend the file, or name another with --config.'
    throw toolError('CONFIG_INVALID', { place: place ?? file, reason, remedy }, { cause: error })
  }
}

type Jiti = ReturnType<typeof import('jiti').createJiti>

/** Loaded as a script where that can be: what Node imports as a module cannot be read a second time. */
async function evaluate(jiti: Jiti, file: string): Promise<unknown> {
  try {
    return jiti(file)
  } catch (error) {
    if (!(error instanceof SyntaxError && error.message.includes('await'))) throw error
    forget(jiti.cache)
    return jiti.import(file)
  }
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

/** Where it happened: in the message of a parser, else in the first of the user's files on the stack. */
function explain(error: unknown, files: readonly string[]): { place: string | undefined; reason: string } {
  if (!(error instanceof Error)) return { place: undefined, reason: String(error) }
  const message = error.message.trim()
  const parsed = /^(?:ParseError: )?([^]*?)\s+(\S[^\n]*:\d+:\d+)$/.exec(message)
  if (parsed) return { place: parsed[2], reason: parsed[1]?.trim() ?? message }
  const known = new Set([...files, ...files.map(realOf)])
  for (const [, at = '', line, column] of (error.stack ?? '').matchAll(
    /\(?((?:file:\/\/)?\/[^\s()]*?):(\d+):(\d+)\)?$/gm,
  )) {
    const file = at.startsWith('file:') ? fileURLToPath(at) : at
    if (known.has(file)) return { place: `${file}:${line ?? ''}:${column ?? ''}`, reason: message }
  }
  return { place: undefined, reason: message.split('\n')[0] ?? message }
}

function realOf(file: string): string {
  try {
    return realpathSync(file)
  } catch {
    return file
  }
}
