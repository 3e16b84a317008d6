import { expect } from 'chai'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)

interface Package {
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>
  readonly dependencies: Readonly<Record<string, string>>
}

const { exports, dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Package

describe('what TypeScript reads of the package', () => {
  it('finds the types of all that it names among the dependencies', () => {
    const doors = Object.values(exports).flatMap((door) => (typeof door === 'string' ? [] : [door.types]))
    const names = new Set<string>()
    const files = new Set(doors)
    // A set that grows while it is walked is walked to its end.
    for (const file of files) {
      for (const [, from = ''] of readFileSync(file, 'utf8').matchAll(/(?:from |import\()'([^']+)'/g)) {
        if (from.startsWith('.')) files.add(join(dirname(file), from.replace(/\.js$/, '.d.ts')))
        else if (!from.startsWith('node:')) names.add(from.split('/')[0] ?? '')
      }
    }
    expect(names).to.include('express')
    expect([...names].filter((name) => !hasTypes(name) && !(`@types/${name}` in dependencies))).to.deep.equal([])
  })
})

function hasTypes(name: string): boolean {
  const { types } = require(`${name}/package.json`) as { readonly types?: string }
  return name in dependencies && types !== undefined
}
