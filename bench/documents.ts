/** The documents of the benchmark: small, GitHub's, and one with eleven thousand operations; the same pets in each. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { load } from 'js-yaml'

const require = createRequire(import.meta.url)
const SMALL = 'bench/pets.openapi.yaml'
/** As many operations as Microsoft Graph's document has. */
const MANY = 11_425

interface Tree {
  paths: Record<string, Record<string, unknown>>
  components: { schemas: Record<string, unknown> }
}

export interface Documents {
  readonly small: string
  readonly github: string
  readonly many: string
}

/** Writes the two big ones into a temporary folder. */
export function writeDocuments(): Documents {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lockstep-bench-'))
  const pets = load(readFileSync(SMALL, 'utf8')) as Tree
  const github = JSON.parse(readFileSync(githubFile(), 'utf8')) as Tree
  addPets(github, pets)
  const many = structuredClone(github)
  for (let copy = 1; countOperations(many) < MANY; copy++) {
    for (const [template, item] of Object.entries(github.paths)) {
      if (!template.startsWith('/pets')) many.paths[`/copy-${copy}${template}`] = withoutIds(item)
      if (countOperations(many) >= MANY) break
    }
  }
  return { small: SMALL, github: write(folder, 'github.json', github), many: write(folder, 'many.json', many) }
}

export function githubFile(): string {
  return path.join(path.dirname(require.resolve('@octokit/openapi/package.json')), 'generated', 'api.github.com.json')
}

function addPets(document: Tree, pets: Tree): void {
  Object.assign(document.paths, pets.paths)
  Object.assign(document.components.schemas, pets.components.schemas)
}

const counted = new WeakMap<Tree, { paths: number; operations: number }>()

function countOperations(document: Tree): number {
  const before = counted.get(document) ?? { paths: 0, operations: 0 }
  const items = Object.values(document.paths)
  let { operations } = before
  for (const item of items.slice(before.paths))
    operations += Object.keys(item).filter((key) => /^(get|put|post|patch|delete|head|options)$/.test(key)).length
  counted.set(document, { paths: items.length, operations })
  return operations
}

function withoutIds(item: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(item).map(([key, value]) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return [key, value]
      return [key, Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'operationId'))]
    }),
  )
}

function write(folder: string, name: string, document: Tree): string {
  const file = path.join(folder, name)
  writeFileSync(file, JSON.stringify(document))
  return file
}
