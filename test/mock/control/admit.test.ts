import { expect } from 'chai'
import { admit } from '../../../mock/control/admit.js'
import { request } from '../../support/request.js'

const LOCAL = { host: 'localhost:4010' }

function statusOf(headers: Record<string, string>, remoteAddress: string | undefined, token?: string) {
  const asked = {
    ...request('/__lockstep/health', { headers }),
    ...(remoteAddress === undefined ? {} : { remoteAddress }),
  }
  return admit(asked, { token })?.status
}

describe('access to the admin API', () => {
  for (const address of ['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1']) {
    it(`is open to this machine (${address})`, () => {
      expect(statusOf(LOCAL, address)).to.equal(undefined)
    })
  }

  for (const address of ['10.0.0.7', '::ffff:10.0.0.7', '2001:db8::1', '128.0.0.1', undefined]) {
    it(`is closed to ${address ?? 'whom nobody knows'}`, () => {
      expect(statusOf(LOCAL, address)).to.equal(403)
      expect(statusOf(LOCAL, address, 'secret')).to.equal(401)
    })
  }

  it('is open to everybody who has the token, and to nobody who has another', () => {
    expect(statusOf({ ...LOCAL, authorization: 'Bearer secret' }, '10.0.0.7', 'secret')).to.equal(undefined)
    expect(statusOf({ ...LOCAL, authorization: 'bearer secret' }, '10.0.0.7', 'secret')).to.equal(undefined)
    expect(statusOf({ ...LOCAL, authorization: 'Bearer secrets' }, '10.0.0.7', 'secret')).to.equal(401)
    expect(statusOf({ ...LOCAL, authorization: 'Bearer ' }, '10.0.0.7', '')).to.equal(401)
  })

  for (const origin of [
    'http://evil.example',
    'null',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'file://',
  ]) {
    it(`is closed to pages from ${origin}`, () => {
      expect(statusOf({ ...LOCAL, origin }, '127.0.0.1')).to.equal(403)
    })
  }

  for (const origin of ['http://localhost:3000', 'https://127.0.0.1', 'http://[::1]:8080', 'http://app.localhost']) {
    it(`is open to pages from ${origin}`, () => {
      expect(statusOf({ ...LOCAL, origin }, '127.0.0.1')).to.equal(undefined)
    })
  }

  for (const host of ['evil.example', 'evil.example:4010', 'localhost.evil.example', '']) {
    it(`is closed to a request for ${host || 'no host'}, whose name may have been pointed at this machine`, () => {
      expect(statusOf({ host }, '127.0.0.1')).to.equal(403)
      expect(statusOf({ host, origin: `http://${host}` }, '127.0.0.1')).to.equal(403)
    })
  }

  for (const host of ['127.0.0.1:4010', '[::1]:4010', 'mock.localhost', '192.168.0.7']) {
    it(`is open to a request for ${host}`, () => {
      expect(statusOf({ host }, '127.0.0.1')).to.equal(undefined)
    })
  }

  it('is closed to what a proxy on this machine passes on, unless it has the token', () => {
    for (const name of ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via']) {
      expect(statusOf({ ...LOCAL, [name]: '1' }, '127.0.0.1'), name).to.equal(403)
      expect(statusOf({ ...LOCAL, [name]: '1', authorization: 'Bearer secret' }, '127.0.0.1', 'secret'), name).to.equal(
        undefined,
      )
    }
  })

  it('is closed to pages of another site that say so without an origin', () => {
    expect(statusOf({ ...LOCAL, 'sec-fetch-site': 'cross-site' }, '127.0.0.1')).to.equal(403)
    expect(statusOf({ ...LOCAL, 'sec-fetch-site': 'same-origin' }, '127.0.0.1')).to.equal(undefined)
  })
})
