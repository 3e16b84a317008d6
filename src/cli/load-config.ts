import { access } from 'node:fs/promises'
import path from 'node:path'
import { toolError } from '../base/tool-error.js'
import type { Behaviours } from '../../mock/index.js'
import { isShipped } from './document-flags.js'

const NAMES = ['lockstep.config.ts', 'lockstep.config.mts', 'lockstep.config.js', 'lockstep.config.mjs']

export interface Config {
  /** The file, for watching; undefined when there is none. */
  readonly file: string | undefined
  readonly behaviours: Behaviours
}

/**
 * The user's own behaviours: the file that is named, or the first that stands beside the document or in the working
 * directory. TypeScript is compiled in memory.
 * @throws ToolError CONFIG_INVALID
 */
export async function loadConfig(named: string | undefined, document: string): Promise<Config> {
  if (named === undefined && isShipped(document)) {
    const { default: behaviours } = await import('../../spec/zitadel.behaviours.js')
    return { file: undefined, behaviours }
  }
  const file = named === undefined ? await find(document) : path.resolve(named)
  if (file === undefined) return { file, behaviours: {} }
  return { file, behaviours: await importBehaviours(file) }
}

async function find(document: string): Promise<string | undefined> {
  const directories = /^https?:|^-$/.test(document) ? ['.'] : [path.dirname(document), '.']
  for (const directory of directories) {
    for (const name of NAMES) {
      const file = path.resolve(directory, name)
      if (await isReadable(file)) return file
    }
  }
  return undefined
}

async function isReadable(file: string): Promise<boolean> {
  try {
    await access(file)
    return true
  } catch {
    return false
  }
}

async function importBehaviours(file: string): Promise<Behaviours> {
  const { createJiti } = await import('jiti')
  const jiti = createJiti(import.meta.url, { moduleCache: false })
  try {
    const behaviours = await jiti.import(file, { default: true })
    if (typeof behaviours === 'object' && behaviours !== null) return behaviours
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw toolError(
      'CONFIG_INVALID',
      { place: file, reason, remedy: 'Mend the file, or name another with --config.' },
      { cause: error },
    )
  }
  throw toolError('CONFIG_INVALID', {
    place: file,
    reason: 'expected an object as the default export',
    remedy: 'Write `export default defineConfig({ … })`.',
  })
}
