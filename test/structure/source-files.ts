import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout: tests run from dist/test/structure. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

export interface SourceFile {
  /** Relative to the checkout, with '/'. */
  readonly path: string
  readonly text: string
  /** Files of ours that it imports, types too. */
  readonly imports: readonly string[]
}

export function sourceFiles(...folders: readonly string[]): readonly SourceFile[] {
  return folders
    .flatMap((folder) => filesBelow(folder))
    .map((file) => {
      const text = readFileSync(path.join(ROOT, file), 'utf8')
      return { path: file, text, imports: importsOf(file, text) }
    })
}

function filesBelow(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
}

function importsOf(file: string, text: string): string[] {
  const found = text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)\.js'/g)
  return [...found].map(([, target]) => path.posix.join(path.posix.dirname(file), `${target ?? ''}.ts`))
}
