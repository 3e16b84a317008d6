/**
 * The contract suite of the shipped API. `npm run contracts` writes what it collects to `pacts/`; every other run holds the
 * committed files against it.
 */
import { expect } from 'chai'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadDocument } from '../src/document/load-document.js'
import { compileModel } from '../src/model/compile-model.js'
import { CASES, COLLECTED } from './contract.js'
import './feature-flags.js'
import './instances.js'
import './domains.js'
import './quotas-and-limits.js'
import './feature-service.js'
import './operations.js'
import { normalise } from './normalise.js'
import { reasonFor } from './unreached.js'

const PACTS = fileURLToPath(new URL('../../contracts/pacts/', import.meta.url))
const DOCUMENT = fileURLToPath(new URL('../../spec/zitadel.openapi.yaml', import.meta.url))

describe('the contracts of the shipped API', () => {
  after(() => {
    rmSync(COLLECTED, { recursive: true, force: true })
  })

  it('are written to the files that are committed', () => {
    const collected = readdirSync(COLLECTED).map(
      (file) => [file, normalise(readFileSync(path.join(COLLECTED, file), 'utf8'))] as const,
    )
    if (process.argv.includes('--write-pacts')) {
      rmSync(PACTS, { recursive: true, force: true })
      savePacts(collected)
    }
    const committed = readdirSync(PACTS).map((file) => [file, readFileSync(path.join(PACTS, file), 'utf8')] as const)
    expect(new Map(collected), 'run `npm run contracts`').to.deep.equal(new Map(committed))
  })

  it('play every documented status of every operation, but for those with a reason', async () => {
    const model = compileModel(await loadDocument(DOCUMENT))
    const played = new Set(CASES.map(({ operation, status }) => `${operation} ${status}`))
    const open = model.operations.flatMap(({ id, responses }) => {
      const keys = responses.map(({ key }) => key)
      // A status without a key of its own is what `default` is for.
      const reached = (key: string) =>
        key === 'default'
          ? CASES.some(({ operation, status }) => operation === (id as string) && !keys.includes(String(status)))
          : played.has(`${id} ${key}`)
      return keys.filter((key) => !reached(key) && reasonFor(id, key) === undefined).map((key) => `${id} ${key}`)
    })
    expect(open).to.deep.equal([])
  })

  it('have a description of their own each', () => {
    const descriptions = CASES.map(({ operation, status, cause }) => `${operation} ${status} ${cause}`)
    expect(new Set(descriptions).size).to.equal(descriptions.length)
  })
})

function savePacts(files: readonly (readonly [string, string])[]): void {
  mkdirSync(PACTS, { recursive: true })
  for (const [file, text] of files) writeFileSync(path.join(PACTS, file), text)
}
