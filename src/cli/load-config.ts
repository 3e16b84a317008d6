import { access, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Behaviours, SeedSource } from '../../mock/index.js'
import { describeValue } from '../base/text.js'
import { toolError } from '../base/tool-error.js'
import { createKeyFinder } from './find-keys.js'
import { isShipped } from './document-flags.js'

const NAMES = ['lockstep.config.ts', 'lockstep.config.mts', 'lockstep.config.js', 'lockstep.config.mjs']

export interface ConfigFlags {
  readonly config?: string
  readonly seedFile?: readonly string[]
  readonly generate?: number
}

export interface Config {
  /** Every file that takes part, for watching. */
  readonly files: readonly string[]
  readonly behaviours: Behaviours
  readonly fixtures: readonly SeedSource[]
  /** Where a key of the configuration stands. */
  readonly placeOf: (...keys: readonly string[]) => string
}

type Seen = (files: readonly string[]) => void

/**
 * The user's own behaviours: the file that is named, or the first that stands beside the document or in the working
 * directory; and the fixtures that it and the flags name. Whether all of it fits the document is checked by the mock.
 * @param seen called with the files that take part, including those that cannot be loaded
 * @throws ToolError CONFIG_INVALID
 */
export async function loadConfig(flags: ConfigFlags, document: string, seen: Seen = () => undefined): Promise<Config> {
  const { file, files, behaviours, placeOf } = await loadBehaviours(flags.config, document, seen)
  const seedFiles = [...seedFilesOf(behaviours, file, placeOf), ...(flags.seedFile ?? [])]
  seen(seedFiles)
  const { generate } = flags
  return {
    files: [...files, ...seedFiles.map((name) => path.resolve(name))],
    behaviours: generate === undefined ? behaviours : { ...behaviours, seedCount: generate },
    fixtures: seedFiles.length === 0 ? [] : await loadFixtures(seedFiles),
    placeOf,
  }
}

interface Loaded extends Pick<Config, 'files' | 'behaviours' | 'placeOf'> {
  readonly file: string | undefined
}

async function loadBehaviours(named: string | undefined, document: string, seen: Seen): Promise<Loaded> {
  const nowhere = { file: undefined, files: [], placeOf: (...keys: readonly string[]) => keys.join('.') }
  if (named === undefined && isShipped(document)) {
    const { default: behaviours } = await import('../../spec/zitadel.behaviours.js')
    return { ...nowhere, behaviours }
  }
  const file = named === undefined ? await find(document) : path.resolve(named)
  if (file === undefined) return { ...nowhere, behaviours: {} }
  const { importModule } = await import('./import-module.js')
  const { value, files } = await importModule(file, seen)
  const placeOf = createKeyFinder(shownPath(file), await readFile(file, 'utf8'))
  if (typeof value === 'object' && value !== null) return { file, files, behaviours: value, placeOf }
  throw toolError('CONFIG_INVALID', {
    place: placeOf(),
    reason: `expected an object as the default export, got ${describeValue(value)}`,
    remedy: 'Write `export default defineConfig({ … })`.',
  })
}

async function find(document: string): Promise<string | undefined> {
  for (const file of candidates(document)) if (await isReadable(file)) return file
  return undefined
}

/** Files that would be the configuration if they were there, the first of them first. */
export function configCandidates({ config }: ConfigFlags, document: string): readonly string[] {
  return config !== undefined || isShipped(document) ? [] : candidates(document)
}

function candidates(document: string): readonly string[] {
  const directories = /^https?:|^-$/.test(document) ? ['.'] : [path.dirname(document), '.']
  return [...new Set(directories.flatMap((directory) => NAMES.map((name) => path.resolve(directory, name))))]
}

async function isReadable(file: string): Promise<boolean> {
  try {
    await access(file)
    return true
  } catch {
    return false
  }
}

/** As they are called from here; in the configuration they are relative to its own file. */
function seedFilesOf({ seedFiles }: Behaviours, file: string | undefined, placeOf: Config['placeOf']): string[] {
  if (seedFiles === undefined) return []
  const names: readonly unknown[] = Array.isArray(seedFiles) ? seedFiles : [seedFiles]
  return names.map((name) => {
    if (typeof name === 'string') return shownPath(path.resolve(path.dirname(file ?? '.'), name))
    const reason = `seedFiles: expected names of files, got ${describeValue(name)}`
    throw toolError('CONFIG_INVALID', {
      place: placeOf('seedFiles'),
      reason,
      remedy: "Write seedFiles: ['seed.yaml'].",
    })
  })
}

async function loadFixtures(files: readonly string[]): Promise<SeedSource[]> {
  const { loadFixture } = await import('../../mock/behave/seeds/load-fixture.js')
  return Promise.all(files.map((file) => loadFixture(file)))
}

/** As a person in this directory would call it. */
function shownPath(file: string): string {
  const relative = path.relative('.', file)
  return relative.startsWith('..') ? file : relative
}
