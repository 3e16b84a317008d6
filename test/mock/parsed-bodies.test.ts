import { expect } from 'chai'
import express from 'express'
import type { AddressInfo } from 'node:net'
import { createMock } from '../../mock/create-mock.js'
import { api } from '../support/api.js'

const FORM = 'application/x-www-form-urlencoded'
const BOATS = `
  paths:
    /boats:
      post:
        requestBody:
          required: true
          content:
            ${FORM}:
              schema:
                type: object
                additionalProperties: false
                required: [berth]
                properties:
                  berth: { type: integer }
                  crew: { type: array, items: { type: integer } }
                  home: { type: object, properties: { pier: { type: integer } } }
            application/json: { schema: { type: string, maxLength: 5 } }
            text/plain: { schema: { type: string, const: café } }
        responses: { 204: { description: taken } }
`

/** Asks a mock that is mounted behind parsers of an app. */
async function statusOf(type: string, body: string | Uint8Array): Promise<number> {
  const mock = await createMock(await api(BOATS))
  const parsers = [express.json({ strict: false }), express.urlencoded({ extended: true }), express.text()]
  const server = express().use(parsers).use(mock.router()).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/boats`
    return (await fetch(url, { method: 'POST', headers: { 'content-type': type }, body })).status
  } finally {
    server.close()
    server.closeAllConnections()
    await mock.close()
  }
}

describe('a body that the app has parsed before the mock', () => {
  it('is checked as the form that it was', async () => {
    expect(await statusOf(FORM, 'berth=4&crew=1&crew=2&home[pier]=3')).to.equal(204)
    expect(await statusOf(`${FORM}; charset=UTF-8`, 'berth=4&crew=1')).to.equal(204)
    expect(await statusOf(FORM, 'berth=four')).to.equal(400)
    expect(await statusOf(FORM, 'berth=4&home[pier]=x')).to.equal(400)
    expect(await statusOf(FORM, 'crew=1')).to.equal(400)
  })

  it('is checked as the JSON text that it was', async () => {
    expect(await statusOf('application/json', '"ahoy"')).to.equal(204)
    expect(await statusOf('application/json', '"ahoy there"')).to.equal(400)
  })

  it('is read in the charset that it came in', async () => {
    expect(await statusOf('text/plain; charset=iso-8859-1', Buffer.from('café', 'latin1'))).to.equal(204)
    expect(await statusOf('text/plain', 'café')).to.equal(204)
  })
})
