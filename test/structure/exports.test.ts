import { expect } from 'chai'
import { sourceFiles } from './source-files.js'

/** What others open: what these export is for them. */
const DOORS = new Set(['src/index.ts', 'mock/index.ts'])

const files = sourceFiles('src', 'mock', 'spec', 'contracts', 'bench')
const readers = [...files, ...sourceFiles('test')]
const words = new Map(readers.map((file) => [file.path, new Set(file.text.match(/\w+/g))]))

describe('what a file exports', () => {
  it('is used by another file', () => {
    const unused = files.flatMap(({ path, text }) =>
      exportedValues(text)
        .filter((name) => !DOORS.has(path) && !readers.some((other) => other.path !== path && uses(other.path, name)))
        .map((name) => `${path}: ${name}`),
    )
    expect(unused).to.deep.equal([])
  })
})

/** Functions, constants and classes; a type may be exported to be named beside what returns it. */
function exportedValues(text: string): readonly string[] {
  return [...text.matchAll(/^export (?:async )?(?:function\*?|const|class) (\w+)/gm)].map(([, name = '']) => name)
}

function uses(path: string, name: string): boolean {
  return words.get(path)?.has(name) ?? false
}
