import { expect } from 'chai'
import { readdir, readFile } from 'node:fs/promises'
import { createRandom } from '../../../src/base/random.js'
import { loadDocument } from '../../../src/document/load-document.js'
import type { ApiModel } from '../../../src/model/api-model.js'
import { compileModel } from '../../../src/model/compile-model.js'
import type { Interaction } from '../../../src/pact/pact.js'
import { readPact } from '../../../src/pact/read-pact.js'
import { writePact } from '../../../src/pact/write-pact.js'
import { planResources } from '../../../src/resources/plan-resources.js'
import { api } from '../../support/api.js'
import { compare, judge, pactText } from './compare.js'
import { DOCUMENTS } from './documents.js'
import { alarmsOf, FALSE_ALARMS, type FalseAlarm } from './false-alarms.js'
import { faultsOf, type Faulty } from './faults.js'

const PACTS = 'contracts/pacts'

describe('pacts judged by the comparator as well', function () {
  this.timeout(60_000)
  const needed = new Set<FalseAlarm>()

  /** What it reports and we do not, without a reason. Each interaction right, and with a number of faults. */
  async function missedIn(model: ApiModel, interactions: readonly Interaction[], faults: number): Promise<string[]> {
    const all = interactions.flatMap((each, index) => [
      { fault: 'none', interaction: each },
      ...someOf([...faultsOf(each)], faults, `${index}`),
    ])
    const judged = await compare(
      model,
      planResources(model),
      all.map(({ interaction }) => interaction),
    )
    expect(judged.filter(({ theirs }) => theirs.length > 0).length).to.be.greaterThan(interactions.length)
    return judged.flatMap((each, index) =>
      alarmsOf(each).flatMap((alarm) => {
        const row = FALSE_ALARMS.find((candidate) => candidate.explains(alarm, each))
        if (row) needed.add(row)
        const { method, path } = each.interaction.request
        return row
          ? []
          : [`${method} ${path}, ${all[index]?.fault}: ${alarm.code} at ${alarm.location}, ${alarm.message}`]
      }),
    )
  }

  for (const [name, { openapi, text }] of Object.entries(DOCUMENTS)) {
    it(`have no fault that only it reports: ${name}`, async () => {
      const model = await api(text, openapi)
      const { pact } = writePact(model, planResources(model))
      expect(await missedIn(model, pact.interactions, 50)).to.deep.equal([])
    })
  }

  it('have no fault that only it reports: the pacts of the shipped API', async () => {
    const model = compileModel(await loadDocument('spec/zitadel.openapi.yaml'))
    const files = await Promise.all((await readdir(PACTS)).map((name) => readFile(`${PACTS}/${name}`, 'utf8')))
    const interactions = files.flatMap((text) => readPact('p.json', text).interactions)
    expect(
      await missedIn(
        model,
        interactions.map(({ interaction }) => interaction),
        10,
      ),
    ).to.deep.equal([])
  })

  it('raise each of the false alarms that are written down', () => {
    expect(FALSE_ALARMS.filter((row) => !needed.has(row)).map(({ alarm }) => alarm)).to.deep.equal([])
  })

  it('have their false alarms and reasons in the documentation', async () => {
    const text = await readFile('docs/pact.md', 'utf8')
    const [, rows] = /\| its error \| why it is none here \|\n\| --- \| --- \|\n((?:\|.*\n)*)/.exec(text) ?? []
    expect(rows).to.equal(FALSE_ALARMS.map(({ alarm, reason }) => `| ${alarm} | ${reason} |\n`).join(''))
  })

  it('are judged here where it gives up: a discriminator in a response', async () => {
    const model = await api(`
      paths:
        /shape:
          get:
            responses: { 200: { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/Shape' } } } } }
      components:
        schemas:
          Circle: { type: object, required: [type], properties: { type: { const: Circle }, radius: { type: number } } }
          Shape: { oneOf: [{ $ref: '#/components/schemas/Circle' }], discriminator: { propertyName: type } }
    `)
    const plan = planResources(model)
    const response = {
      status: 200,
      body: { content: { type: 'Oval' }, contentType: 'application/json', encoded: false },
    }
    const wrong: Interaction = {
      type: 'Synchronous/HTTP',
      description: 'a shape',
      request: { method: 'GET', path: '/shape' },
      response: response as Interaction['response'],
    }
    expect([...(judge(model, plan, pactText([wrong])).errors.get('0') ?? [])]).to.deep.equal(['response'])
    const outcome = await compare(model, plan, [wrong]).catch(String)
    expect(outcome).to.contain('discriminator')
  })
})

/** The same in each run, of each kind about as many. */
function someOf(faults: readonly Faulty[], count: number, seed: string): readonly Faulty[] {
  const random = createRandom(`faults ${seed}`)
  const kinds = new Map<string, Faulty[]>()
  for (const each of faults) {
    const kind = each.fault.split(' ', 2).join(' ')
    kinds.set(kind, [...(kinds.get(kind) ?? []), each])
  }
  return Array.from({ length: count }, () => random.pick(random.pick([...kinds.values()])))
}
