import { expect } from 'chai'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pages } from './reference.js'
import { ROOT } from './source-files.js'

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8')

describe('the documentation', () => {
  for (const [file, render] of Object.entries(pages)) {
    it(`has in ${file} what the program says (npm run docs writes it)`, () => {
      expect(read(file)).to.equal(render())
    })
  }

  it('links to pages that exist', () => {
    const links = [...read('README.md').matchAll(/\]\(([^)#:]+)\)/g)].map(([, target]) => target ?? '')
    expect(links).to.not.have.length(0)
    expect(links.filter((target) => !existsSync(path.join(ROOT, target)))).to.deep.equal([])
  })

  it('names the commands of the README in package.json', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const used = [...read('README.md').matchAll(/npm (?:run )?(start|test|bench)\b/g)].map(([, name]) => name ?? '')
    expect([...new Set(used)].filter((name) => !(name in scripts))).to.deep.equal([])
  })
})
