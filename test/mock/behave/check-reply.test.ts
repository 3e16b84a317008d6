import { expect } from 'chai'
import type { Behaviour } from '../../../mock/behave/behaviour.js'
import { mocked } from '../../support/mocked.js'

const API = `
  paths:
    /now: { get: { operationId: now, responses: { 200: { description: d, content: { application/json: { schema: { type: object, properties: { at: { type: string, format: date-time } } } } } } } } }
`

describe('what a behaviour replies', () => {
  const wrong: readonly (readonly [reply: unknown, told: string])[] = [
    [undefined, 'the behaviour of now replied nothing; expected { kind'],
    [{ status: 200, body: {} }, 'the behaviour of now replied {"status":200,"body":{}}; expected { kind'],
    [{ kind: 'value', status: '200' }, 'the behaviour of now replied with status "200"; expected a number'],
    [{ kind: 'problem', status: 99, title: 't' }, 'the behaviour of now replied with status 99; expected a number'],
  ]
  for (const [reply, told] of wrong) {
    it(`is a 500, and told, where it is ${reply === undefined ? 'nothing' : JSON.stringify(reply)}`, async () => {
      const bugs: unknown[] = []
      const now: Behaviour = () => reply as never
      const ask = await mocked(API, { behaviours: { operations: { now } }, onBug: (bug) => bugs.push(bug) })
      expect(await ask('GET /now')).to.include({ status: 500 })
      expect(String(bugs[0])).to.contain(told)
    })
  }

  it('may hold dates', async () => {
    const now: Behaviour = () => ({ kind: 'value', status: 200, value: { at: new Date(0) } })
    const answer = await (await mocked(API, { behaviours: { operations: { now } } }))('GET /now')
    expect(answer.json).to.deep.equal({ at: '1970-01-01T00:00:00.000Z' })
    expect(answer.findings).to.deep.equal([])
  })
})
