import { expect } from 'chai'
import { createMock } from '../../mock/create-mock.js'
import { api } from '../support/api.js'

describe('deprecated parameters', () => {
  const send = async (query: string, headers: Record<string, string> = {}) => {
    const mock = await createMock(
      await api(`
        paths:
          /a:
            get:
              parameters:
                - { name: old, in: query, deprecated: true, schema: { type: string, default: d } }
                - { name: deep, in: query, deprecated: true, style: deepObject, schema: { type: object } }
                - { name: X-Old, in: header, deprecated: true, schema: { type: string } }
                - { name: c, in: cookie, deprecated: true, schema: { type: string } }
                - { name: new, in: query, schema: { type: string } }
              responses: { 200: { description: d } }
      `),
    )
    const { status } = await mock.handle({ method: 'GET', path: '/a', query, headers, body: new Uint8Array(0) })
    const [entry] = mock.journal.entries()
    await mock.close()
    return [status, ...(entry?.findings ?? []).map(({ rule, severity, where }) => `${rule} ${severity} ${where.name}`)]
  }

  it('are hints where they were sent, and refuse nothing', async () => {
    expect(await send('old=1&deep[a]=2', { 'x-old': '3', cookie: 'c=4' })).to.deep.equal([
      200,
      'request/deprecated hint old',
      'request/deprecated hint deep',
      'request/deprecated hint X-Old',
      'request/deprecated hint c',
    ])
  })

  it('are nothing where their default stands in', async () => {
    expect(await send('new=1')).to.deep.equal([200])
  })
})
