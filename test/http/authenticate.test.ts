import { expect } from 'chai'
import { authenticate, type AuthenticateOptions, type Credential } from '../../src/http/authenticate.js'
import type { HeaderMap } from '../../src/http/exchange.js'
import { api } from '../support/api.js'

const SCHEMES = `
  components:
    securitySchemes:
      key: { type: apiKey, in: header, name: X-Key }
      query: { type: apiKey, in: query, name: key }
      cookie: { type: apiKey, in: cookie, name: sid }
      basic: { type: http, scheme: Basic }
      bearer: { type: http, scheme: bearer }
      digest: { type: http, scheme: digest }
      oauth: { type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://x.test/t', scopes: { read: r, write: w } } } }
      oidc: { type: openIdConnect, openIdConnectUrl: 'https://x.test/o' }
      tls: { type: mutualTLS }
`
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

/** What becomes of one request to an operation with the given `security`. */
async function guard(security: string, options?: AuthenticateOptions) {
  const model = await api(`
  paths:
    /a: { get: { security: ${security}, responses: { 200: { description: ok } } } }
${SCHEMES}`)
  const operation = model.operation('GET /a')
  if (!operation) throw new Error('the operation is missing')
  return (headers: HeaderMap = {}, query = '') => authenticate(operation, { headers, query }, options)
}

describe('authenticate', () => {
  it('lets everybody pass where nothing is demanded', async () => {
    expect((await guard('[]'))()).to.deep.equal({ kind: 'granted', principal: undefined })
  })

  const accepted: [string, string, HeaderMap, string?][] = [
    ['an API key in a header', 'key', { 'x-key': 'k' }],
    ['an API key in the query', 'query', {}, 'a=1&key=k%20k'],
    ['an API key in a cookie', 'cookie', { cookie: 'a=1; sid=x=y' }],
    ['basic with a password that holds colons', 'basic', { authorization: basic('me:a:b') }],
    ['a bearer token, however the scheme is spelt', 'bearer', { authorization: 'BEARER t' }],
    ['digest by its name', 'digest', { authorization: 'Digest username="me"' }],
    ['oauth2 as a bearer token', 'oauth', { authorization: 'Bearer t' }],
    ['OpenID Connect as a bearer token', 'oidc', { authorization: 'bearer t' }],
    ['mutual TLS, which it cannot see', 'tls', {}],
    ['a scheme that is not defined', 'nowhere', {}],
  ]
  for (const [what, scheme, headers, query] of accepted) {
    it(`accepts ${what}`, async () => {
      expect((await guard(`[{ ${scheme}: [] }]`))(headers, query).kind).to.equal('granted')
    })
  }

  const refused: [string, string, HeaderMap, string?][] = [
    ['a cookie whose name only ends alike', 'cookie', { cookie: 'xsid=1' }],
    ['a key in the query under another case', 'query', {}, 'Key=k'],
    ['an empty key', 'key', { 'x-key': '' }],
    ['a digest without a name', 'digest', { authorization: 'Digest realm="api"' }],
    ['a digest that is a word', 'digest', { authorization: 'Digest token' }],
    ['basic without a colon', 'basic', { authorization: basic('me') }],
    ['a bearer scheme without a token', 'bearer', { authorization: 'Bearer ' }],
    ['a bearer token of two words', 'bearer', { authorization: 'Bearer a b' }],
    ['a token of two words for OAuth 2.0', 'oauth', { authorization: 'Bearer a\tb' }],
    ['another scheme', 'bearer', { authorization: basic('me:x') }],
  ]
  for (const [what, scheme, headers, query] of refused) {
    it(`refuses ${what}`, async () => {
      expect((await guard(`[{ ${scheme}: [] }]`))(headers, query)).to.include({ kind: 'denied', status: 401 })
    })
  }

  it('demands all schemes of an alternative, and any alternative', async () => {
    const ask = await guard('[{ key: [], query: [] }, { bearer: [] }]')
    expect(ask({ 'x-key': 'k' }).kind).to.equal('denied')
    expect(ask({ 'x-key': 'k' }, 'key=k').kind).to.equal('granted')
    expect(ask({ authorization: 'Bearer t' }).kind).to.equal('granted')
  })

  it('lets anonymous callers pass where an alternative is empty, and still knows those who say who they are', async () => {
    const ask = await guard('[{}, { bearer: [] }]')
    expect(ask()).to.deep.equal({ kind: 'granted', principal: undefined })
    expect(ask({ authorization: 'Bearer t' })).to.have.nested.property('principal.name', 'bearer')
  })

  it('says how to authenticate, in every scheme once, and names no error where nothing was sent', async () => {
    const access = (await guard('[{ oauth: [read] }, { basic: [] }, { key: [] }]'))()
    expect(access)
      .to.have.property('challenges')
      .that.deep.equals([
        'Bearer realm="api", scope="read"',
        'Basic realm="api", charset="UTF-8"',
        'ApiKey realm="api", in="header", name="X-Key"',
      ])
  })

  it('says which of several came, and that another form did not help, but not what was sent', async () => {
    const ask = await guard('[{ key: [], query: [], tls: [] }, { bearer: [] }]')
    const got = (headers: HeaderMap): string => {
      const access = ask(headers)
      return access.kind === 'denied' ? (access.findings[0]?.message.split(', got ')[1] ?? '') : ''
    }
    expect(got({})).to.equal('none')
    expect(got({ 'x-key': 'hush' })).to.equal('key alone')
    expect(got({ authorization: basic('me:hush') })).to.equal('an Authorization header of another form')
  })

  describe('with personas', () => {
    const personas: Credential[] = [
      { name: 'admin', token: 'all', permissions: 'all' },
      { name: 'reader', token: 'r', permissions: ['read'] },
      { name: 'ann', token: 'ann:a:b', permissions: ['read'] },
    ]

    it('refuses strangers as strangers, and never repeats what they sent', async () => {
      const access = (await guard('[{ bearer: [] }]', { personas }))({ authorization: 'Bearer s3cret' })
      expect(access).to.deep.include({ status: 401, challenges: ['Bearer realm="api", error="invalid_token"'] })
      expect(JSON.stringify(access)).not.to.contain('s3cret')
    })

    it('forbids callers who lack a declared scope or a permission', async () => {
      const ask = await guard('[{ oauth: [read, write] }]', { personas })
      const access = ask({ authorization: 'Bearer r' })
      expect(access).to.deep.include({
        status: 403,
        challenges: ['Bearer realm="api", error="insufficient_scope", scope="read write"'],
      })
      expect(access).to.have.nested.property('findings[0].message', 'reader lacks write')
      expect(ask({ authorization: 'Bearer all' })).to.have.nested.property('principal.name', 'admin')
      const more = await guard('[{ oauth: [read] }]', { personas, permissions: ['x.delete'] })
      expect(more({ authorization: 'Bearer r' })).to.include({ status: 403 })
    })

    const callers: [string, string, HeaderMap, string][] = [
      ['by user and password', 'basic', { authorization: basic('ann:a:b') }, 'ann'],
      ['by the user name of a digest', 'digest', { authorization: 'Digest realm="api", username="ann"' }, 'ann'],
      [
        'by the name of a digest that is not ASCII',
        'digest',
        { authorization: "Digest username*=UTF-8''%61nn" },
        'ann',
      ],
      ['by a key behind a word', 'key', { 'x-key': 'Token r' }, 'reader'],
    ]
    for (const [how, scheme, headers, name] of callers) {
      it(`knows a persona ${how}`, async () => {
        const ask = await guard(`[{ ${scheme}: [] }]`, { personas })
        expect(ask(headers)).to.have.nested.property('principal.name', name)
      })
    }

    it('knows a persona by one of the schemes, and wants the others presented', async () => {
      const ask = await guard('[{ key: [], oauth: [read] }]', { personas })
      expect(ask({ 'x-key': 'app', authorization: 'Bearer r' })).to.have.nested.property('principal.name', 'reader')
      expect(ask({ 'x-key': 'app', authorization: 'Bearer x' })).to.include({ status: 401 })
      expect(ask({ authorization: 'Bearer r' })).to.include({ status: 401 })
    })

    it('does not look for a bearer token behind other words', async () => {
      expect((await guard('[{ bearer: [] }]', { personas }))({ authorization: 'Bearer x r' })).to.include({
        status: 401,
      })
    })

    it('demands somebody for a permission also where the document demands nobody', async () => {
      const ask = await guard('[{}]', { personas, permissions: ['read'] })
      expect(ask()).to.include({ status: 401 })
      expect(ask({ authorization: 'Bearer r' }).kind).to.equal('granted')
    })

    it('takes no word of its own for a token', async () => {
      const ask = await guard('[{ bearer: [] }]', { personas })
      expect(ask({ authorization: 'Bearer unchecked' })).to.include({ status: 401 })
    })
  })
})
