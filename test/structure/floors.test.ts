import { expect } from 'chai'
import { sourceFiles, type SourceFile } from './source-files.js'

/** Room → floor. Imports go down, or stay in the room; rooms on one floor do not know each other. */
const FLOORS: Readonly<Record<string, number>> = {
  'src/base': 0,
  'src/document': 1,
  'src/model': 2,
  'src/http': 3,
  'src/check': 4,
  'src/generate': 4,
  'src/resources': 4,
  mock: 5,
  'src/pact': 5,
  'src/report': 5,
  'src/types': 5,
  spec: 6,
  'src/cli': 7,
  'src/index.ts': 7,
}

/** Files that may be longer, each with its reason. */
const LONGER: Readonly<Record<string, string>> = {}
const MAX_LINES = 300

const files = sourceFiles('src', 'mock', 'spec')

describe('the house', () => {
  it('has a floor for every file', () => {
    expect(files.filter(({ path }) => roomOf(path) === undefined).map(({ path }) => path)).to.deep.equal([])
  })

  it('imports downwards only', () => {
    const upwards = files.flatMap((file) =>
      file.imports.filter((target) => !mayImport(file.path, target)).map((target) => `${file.path} → ${target}`),
    )
    expect(upwards).to.deep.equal([])
  })

  it('has no cycle of imports', () => {
    expect(findCycle(files)).to.deep.equal([])
  })

  it(`keeps files below ${MAX_LINES} lines`, () => {
    const long = files.filter(({ path, text }) => text.split('\n').length > MAX_LINES && !(path in LONGER))
    expect(long.map(({ path, text }) => `${path}: ${text.split('\n').length}`)).to.deep.equal([])
  })

  it('calls only its two doors index.ts', () => {
    const doors = files.map(({ path }) => path).filter((path) => path.split('/').at(-1) === 'index.ts')
    expect(doors.filter((path) => path !== 'src/index.ts' && path !== 'mock/index.ts')).to.deep.equal([])
  })

  it('knows ajv in the model only, and YAML in the document only', () => {
    const knows = (name: string) =>
      files
        .filter(({ text }) => new RegExp(`from '${name}['/]|require\\('${name}['/]`).test(text))
        .map(({ path }) => roomOf(path))
    expect([...new Set(knows('ajv'))]).to.deep.equal(['src/model'])
    expect([...new Set(knows('js-yaml'))]).to.deep.equal(['src/document'])
  })

  it('has no any and no unfinished marks', () => {
    const marks = /(: |as |<)any\b(?! [a-z])|\b(TODO|FIXME|XXX)\b/
    expect(files.filter(({ text }) => marks.test(text)).map(({ path }) => path)).to.deep.equal([])
  })
})

function roomOf(path: string): string | undefined {
  return Object.keys(FLOORS).find((room) => path === room || path.startsWith(`${room}/`))
}

function mayImport(from: string, to: string): boolean {
  const [room, target] = [roomOf(from), roomOf(to)]
  if (room === undefined || target === undefined) return false
  if (room === target) return true
  // The roof is the only place in src/ that opens mock/.
  return (FLOORS[room] ?? 0) > (FLOORS[target] ?? 0)
}

function findCycle(all: readonly SourceFile[]): readonly string[] {
  const imports = new Map(all.map((file) => [file.path, file.imports]))
  const done = new Set<string>()
  const trail: string[] = []
  const walk = (path: string): readonly string[] => {
    if (done.has(path)) return []
    const seen = trail.indexOf(path)
    if (seen !== -1) return [...trail.slice(seen), path]
    trail.push(path)
    for (const target of imports.get(path) ?? []) {
      const cycle = walk(target)
      if (cycle.length > 0) return cycle
    }
    trail.pop()
    done.add(path)
    return []
  }
  return all.map(({ path }) => walk(path)).find((cycle) => cycle.length > 0) ?? []
}
