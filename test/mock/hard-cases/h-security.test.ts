import { expect } from 'chai'
import { rulesOf } from '../../support/model.js'
import { mocked, type Ask } from '../../support/mocked.js'

const SCHEMES = [
  'Key: { type: apiKey, in: header, name: X-Api-Key }',
  'Query: { type: apiKey, in: query, name: key }',
  'Cookie: { type: apiKey, in: cookie, name: sid }',
  'Basic: { type: http, scheme: Basic }',
  'Bearer: { type: http, scheme: BEARER }',
  'Digest: { type: http, scheme: digest }',
  'Mutual: { type: mutualTLS }',
  'OAuth: { type: oauth2, flows: { clientCredentials: { tokenUrl: /t, scopes: { read: r, write: w } } } }',
  'Open: { type: openIdConnect, openIdConnectUrl: /o }',
]
  .map((line) => `    ${line}\n`)
  .join('')

async function secured(security: string, root = ''): Promise<Ask> {
  const own = security === '' ? '' : `security: ${security},`
  return mocked(
    `${root}\ncomponents:\n  securitySchemes:\n${SCHEMES}paths:\n  /x: { post: { ${own} parameters: [{ name: q, in: query, schema: { type: integer } }], responses: { 204: { description: ok }, 401: { description: who } } } }\n`,
  )
}

const status = async (ask: Ask, headers: Record<string, string> = {}, query = '') =>
  (await ask(`POST /x${query}`, { headers })).status
const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` })

describe('hard cases H: security', () => {
  it('84 reads alternatives as or, members as and, {} as nobody, [] as none', async () => {
    const both = await secured('[{ Key: [], Query: [] }, { Cookie: [] }]')
    expect(await status(both)).to.equal(401)
    expect(await status(both, { 'x-api-key': 'k' })).to.equal(401)
    expect(await status(both, { 'x-api-key': 'k' }, '?key=k')).to.equal(204)
    expect(await status(both, { cookie: 'a=b; sid=1' })).to.equal(204)
    expect(await status(await secured('[{ Key: [] }, {}]'))).to.equal(204)
    expect(await status(await secured('[]', 'security: [{ Key: [] }]'))).to.equal(204)
    expect(await status(await secured('', 'security: [{ Key: [] }]'))).to.equal(401)
    expect(await status(await secured(''))).to.equal(204)
  })

  it('85 challenges with 401, and only after path and method, before everything else', async () => {
    const ask = await secured('[{ Basic: [] }, { Bearer: [] }]')
    const refused = await ask('POST /x?q=bad')
    expect(refused.status).to.equal(401)
    expect(String(refused.headers['www-authenticate']))
      .to.match(/Basic/)
      .and.match(/Bearer/)
    expect((await ask('PUT /x')).status).to.equal(405)
    expect((await ask('POST /y')).status).to.equal(404)
    expect(await status(ask, { authorization: 'Bearer t' }, '?q=bad')).to.equal(400)
  })

  it('85 refuses with 403 who lacks a scope', async () => {
    const ask = await mocked(
      `
      components: { securitySchemes: { OAuth: { type: oauth2, flows: { clientCredentials: { tokenUrl: /t, scopes: { read: r, write: w } } } } } }
      paths:
        /x: { post: { security: [{ OAuth: [write] }], responses: { 204: { description: ok } } } }
    `,
      {
        behaviours: {
          personas: [
            { name: 'reader', token: 'r', permissions: ['read'] },
            { name: 'writer', token: 'w', permissions: ['write'] },
          ],
        },
      },
    )
    const as = (token: string) => ask('POST /x', { headers: { authorization: `Bearer ${token}` } })
    expect((await as('w')).status).to.equal(204)
    const reader = await as('r')
    expect(reader.status).to.equal(403)
    expect(String(reader.headers['www-authenticate'])).to.include('insufficient_scope')
    expect((await as('stranger')).status).to.equal(401)
  })

  it('86 reads every kind of scheme', async () => {
    expect(await status(await secured('[{ Key: [] }]'), { 'x-api-key': 'k' })).to.equal(204)
    expect(await status(await secured('[{ Query: [] }]'), {}, '?key=k')).to.equal(204)
    expect(await status(await secured('[{ Query: [] }]'), {}, '?KEY=k')).to.equal(401)
    expect(await status(await secured('[{ Cookie: [] }]'), { cookie: 'mysid=1' })).to.equal(401)
    const user = await secured('[{ Basic: [] }]')
    expect(await status(user, basic('ann:pa:ss'))).to.equal(204)
    expect(await status(user, basic('ann'))).to.equal(401)
    expect(await status(user, { authorization: 'Basic ???' })).to.equal(401)
    expect(await status(user, { authorization: 'bearer x' })).to.equal(401)
    for (const authorization of ['Bearer x', 'bearer x', 'BEARER x'])
      expect(await status(await secured('[{ Bearer: [] }]'), { authorization })).to.equal(204)
    expect(await status(await secured('[{ Bearer: [] }]'), { authorization: 'Bearer' })).to.equal(401)
    expect(
      await status(await secured('[{ Digest: [] }]'), {
        authorization: 'Digest username="a", realm="r", nonce="n", uri="/x", response="y"',
      }),
    ).to.equal(204)
    expect(await status(await secured('[{ Mutual: [] }]'))).to.equal(204)
    expect(await status(await secured('[{ OAuth: [write] }]'), { authorization: 'Bearer t' })).to.equal(204)
    expect(await status(await secured('[{ Open: [] }]'), { authorization: 'Bearer t' })).to.equal(204)
    expect(await status(await secured('[{ Open: [] }]'))).to.equal(401)
  })

  it('87 reports a scheme that nobody defined, and demands a credential once', async () => {
    const ask = await mocked(`
      components: { securitySchemes: { Key: { type: apiKey, in: header, name: X-Key } } }
      paths:
        /x: { get: { security: [{ Nope: [] }], responses: { 204: { description: ok } } } }
        /y: { get: { security: [{ Key: [] }], parameters: [{ name: x-key, in: header, required: true, schema: { type: string } }], responses: { 204: { description: ok } } } }
    `)
    await ask('GET /x')
    expect(rulesOf(ask.mock.model)).to.include('document/undefined-security-scheme')
    const refused = await ask('GET /y')
    expect([refused.status, refused.findings.length]).to.deep.equal([401, 1])
    expect((await ask('GET /y', { headers: { 'x-key': 'k' } })).status).to.equal(204)
  })

  it('87 demands a parameter that only one of the alternatives wants', async () => {
    const token = '{ name: token, in: query, required: true, schema: { type: string } }'
    const ask = await mocked(`
      components: { securitySchemes: { Key: { type: apiKey, in: query, name: key }, Token: { type: apiKey, in: query, name: token } } }
      paths: { /x: { get: { security: [{ Key: [] }, { Token: [] }], parameters: [${token}], responses: { 204: { description: ok } } } } }
    `)
    expect((await ask('GET /x?key=k')).status).to.equal(400)
    expect((await ask('GET /x?token=t')).status).to.equal(204)
  })

  it('88 repeats no credential in an answer', async () => {
    const ask = await mocked(
      `
      components: { securitySchemes: { B: { type: http, scheme: bearer }, K: { type: apiKey, in: query, name: key }, C: { type: apiKey, in: cookie, name: sid } } }
      paths:
        /x: { get: { security: [{ B: [] }, { K: [] }, { C: [] }], parameters: [{ name: q, in: query, schema: { type: integer } }], responses: { 204: { description: ok } } } }
    `,
      { behaviours: { personas: [{ name: 'ann', token: 'known', permissions: [] }] } },
    )
    for (const answer of [
      await ask('GET /x', { headers: { authorization: 'Bearer hunter2' } }),
      await ask('GET /x?key=hunter2'),
      await ask('GET /x', { headers: { cookie: 'sid=hunter2' } }),
      await ask('GET /x?q=bad', { headers: { authorization: 'Bearer hunter2' } }),
      await ask('GET /nowhere?key=hunter2', { headers: { authorization: 'Bearer hunter2' } }),
      await ask('PUT /x?key=hunter2', { headers: { authorization: 'Bearer hunter2' } }),
    ])
      expect(answer.text + JSON.stringify(answer.headers)).to.not.include('hunter2')
  })

  it('88 repeats no password that breaks its schema', async () => {
    const ask = await mocked(`
      paths:
        /x: { post: { requestBody: { content: { application/json: { schema: { type: object, properties: { p: { type: string, format: password, minLength: 12 }, w: { type: integer, writeOnly: true } } } } } }, responses: { 204: { description: ok } } } }
    `)
    const { status, text, headers, findings } = await ask('POST /x', { body: { p: 'hunter2', w: 'hunter3' } })
    expect([status, findings.length]).to.deep.equal([400, 2])
    expect(text + JSON.stringify(headers)).to.not.include('hunter')
  })
})
