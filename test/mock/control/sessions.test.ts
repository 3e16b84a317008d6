import { expect } from 'chai'
import { names, withPets } from './pets.js'

describe('sessions over HTTP', () => {
  it('never show 200 of them in parallel what another one wrote', () =>
    withPets({}, async ({ send }) => {
      const sessions = Array.from({ length: 200 }, (_, index) => `worker-${index}`)
      const found = await Promise.all(
        sessions.map(async (session) => {
          const headers = { 'lockstep-session': session }
          await send('POST', '/pets', { name: `${session} a` }, headers)
          await send('POST', '/pets', { name: `${session} b` }, headers)
          return names(await send('GET', '/pets', undefined, headers))
        }),
      )
      expect(found).to.deep.equal(sessions.map((session) => [`${session} a`, `${session} b`]))
      expect(names(await send('GET', '/pets'))).to.deep.equal([])
    }))

  it('are chosen by header, then cookie, then the URL', () =>
    withPets({}, async ({ send }) => {
      const cookie = { cookie: 'theme=dark; lockstep-session=b' }
      await send('POST', '/pets', { name: 'Ann' }, { 'lockstep-session': 'a' })
      await send('POST', '/pets', { name: 'Bob' }, cookie)
      await send('POST', '/__lockstep/s/c/pets', { name: 'Cid' })
      expect(
        names(await send('GET', '/__lockstep/s/c/pets', undefined, { ...cookie, 'lockstep-session': 'a' })),
      ).to.deep.equal(['Ann'])
      expect(names(await send('GET', '/__lockstep/s/c/pets', undefined, cookie))).to.deep.equal(['Bob'])
      expect(names(await send('GET', '/__lockstep/s/c/pets'))).to.deep.equal(['Cid'])
    }))

  it('keep a client that follows Location in the session of its URL', () =>
    withPets({}, async ({ send }) => {
      const created = await send('POST', '/__lockstep/s/c/pets', { name: 'Cid' })
      const location = created.headers.get('location') ?? ''
      expect(location).to.match(/^\/__lockstep\/s\/c\/pets\//)
      expect((await send('GET', location)).body).to.include({ name: 'Cid' })
    }))

  for (const id of ['a b', '.hidden', 'a/b', 'x'.repeat(65), 'a, b']) {
    it(`refuse '${id.slice(0, 20)}' as an id, in the declared shape of an error`, () =>
      withPets({}, async ({ send }) => {
        const { status, body, headers } = await send('POST', '/pets', { name: 'Ann' }, { 'lockstep-session': id })
        expect(status).to.equal(400)
        expect(body).to.have.property('message').that.includes('expected 1 to 64 of A-Z a-z 0-9')
        expect(headers.get('lockstep-findings')).to.include('request/session')
      }))
  }

  it('refuse an id in the URL that is none', () =>
    withPets({}, async ({ send }) => {
      for (const path of ['/__lockstep/s//pets', '/__lockstep/s/a%20b/pets', '/__lockstep/s/.x/pets']) {
        expect((await send('GET', path)).status, path).to.equal(400)
      }
    }))

  it('must be named where the mock is strict, but not by a preflight', () =>
    withPets({ strictSessions: true }, async ({ send }) => {
      const refused = await send('GET', '/pets')
      expect(refused.status).to.equal(400)
      expect(refused.headers.get('lockstep-findings')).to.include('got none')
      expect((await send('GET', '/pets', undefined, { 'lockstep-session': '' })).status).to.equal(400)
      expect((await send('GET', '/pets', undefined, { 'lockstep-session': 'a' })).status).to.equal(200)
      const preflight = { origin: 'http://localhost:3000', 'access-control-request-method': 'GET' }
      expect((await send('OPTIONS', '/pets', undefined, preflight)).status).to.equal(204)
    }))
})
