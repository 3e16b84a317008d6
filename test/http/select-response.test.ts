import { expect } from 'chai'
import { selectResponse, successResponse } from '../../src/http/select-response.js'
import { api } from '../support/api.js'

async function responses(keys: readonly string[]) {
  const entries = keys.map((key) => `'${key}': { description: ok }`).join(', ')
  const model = await api(`paths: { /a: { get: { responses: { ${entries} } } } }`)
  return model.operation('GET /a')?.responses ?? []
}

describe('selectResponse', () => {
  it('prefers the status itself to its range, and that to default', async () => {
    const all = await responses(['default', '4XX', '404'])
    expect([404, 409, 500].map((status) => selectResponse(all, status)?.key)).to.deep.equal(['404', '4XX', 'default'])
    expect(selectResponse(await responses(['200']), 404)).to.equal(undefined)
  })
})

describe('successResponse', () => {
  const rows: [string[], number][] = [
    [['default', '204', '201'], 201],
    [['2xx', '404'], 200],
    [['302', 'default'], 302],
    [['default', '404'], 200],
    [['500', '404'], 404],
    [['5XX'], 500],
    [['101', '1XX'], 200],
    [['101', '404'], 404],
    [[], 200],
  ]
  for (const [keys, status] of rows) {
    it(`of ${keys.join(', ') || 'nothing'} is ${status}`, async () => {
      expect(successResponse(await responses(keys)).status).to.equal(status)
    })
  }
})
