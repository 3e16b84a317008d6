import { expect } from 'chai'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { publishPacts } from '../../src/pact/publish-pacts.js'

/** Stands for Pact's command line: writes down how it was called, and ends as it is told. */
const PROGRAM = `
const { writeFileSync } = require('node:fs')
const { PACT_BROKER_TOKEN: token, PACT_DO_NOT_TRACK: silent } = process.env
writeFileSync(__dirname + '/called.json', JSON.stringify({ args: process.argv.slice(2), token, silent }))
process.exit(process.argv.includes('refused') ? 1 : 0)
`

describe('publishing pacts', () => {
  let from: string
  let pact: string
  const options = { broker: 'https://broker.example.com', brokerToken: 'secret', tags: [], branch: 'main' }

  before(async () => {
    from = await mkdtemp(path.join(tmpdir(), 'lockstep-publish-'))
    pact = path.join(from, 'web-[shop].json')
    await writeFile(pact, '{ "consumer": { "name": "web" }, "provider": { "name": "shop" }, "interactions": [] }')
  })

  after(async () => {
    await rm(from, { recursive: true, force: true })
  })

  it("says which package it needs, where Pact's command line is not installed", async () => {
    expect(await codeOf(publishPacts([pact], { ...options, version: '1', from }))).to.equal('PACT_MISSING')
  })

  it("hands files to Pact's command line, secrets by the environment and without statistics", async () => {
    const bin = path.join(from, 'node_modules/@pact-foundation/pact-cli/bin')
    await mkdir(bin, { recursive: true })
    await writeFile(path.join(bin, '../package.json'), '{ "name": "@pact-foundation/pact-cli", "version": "18.0.0" }')
    await writeFile(path.join(bin, 'pact-broker.js'), PROGRAM)
    await publishPacts([pact], { ...options, version: '1.2.3', from })
    expect(JSON.parse(await readFile(path.join(bin, 'called.json'), 'utf8'))).to.deep.equal({
      args: [
        ...['publish', path.join(from, 'web-[[]shop[]].json'), '--broker-base-url', 'https://broker.example.com'],
        ...['--consumer-app-version', '1.2.3', '--branch', 'main'],
      ],
      token: 'secret',
      silent: 'true',
    })
  })

  it('tells when the broker refuses', async () => {
    expect(await codeOf(publishPacts([pact], { ...options, version: 'refused', from }))).to.equal('PACTS_NOT_PUBLISHED')
  })

  it('publishes no file that is no pact', async () => {
    const other = path.join(from, 'other.json')
    await writeFile(other, '[]')
    expect(await codeOf(publishPacts([other], { ...options, version: '1', from }))).to.equal('PACT_UNREADABLE')
  })
})

async function codeOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise
    return 'done'
  } catch (error) {
    return (error as { readonly code?: unknown }).code
  }
}
