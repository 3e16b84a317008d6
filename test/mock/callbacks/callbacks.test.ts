import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { createMock } from '../../../mock/create-mock.js'
import type { Mock, MockOptions } from '../../../mock/mock.js'
import type { JournalEntry } from '../../../src/check/journal.js'
import { api } from '../../support/api.js'

interface Received {
  readonly method: string
  readonly url: string
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

/** Somebody who subscribes: what arrives is kept, and answered as told. */
async function receiver(status = 204, headers: http.OutgoingHttpHeaders = {}) {
  const received: Received[] = []
  const server = http.createServer((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const { method = '', url = '' } = incoming
      received.push({ method, url, headers: incoming.headers, body: Buffer.concat(chunks).toString() })
      if (status !== 0) outgoing.writeHead(status, headers).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    received,
    port,
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close().closeAllConnections()
    },
  }
}

const SUBSCRIPTIONS = `
  paths:
    /subscriptions/{topic}:
      post:
        parameters: [{ name: topic, in: path, required: true, schema: { type: string } }]
        requestBody:
          required: true
          content:
            application/json:
              schema: { type: object, required: [url], properties: { url: { type: string } } }
        responses: { 201: { description: d, content: { application/json: { example: { id: 7 } } } } }
        callbacks:
          happened:
            '{$request.body#/url}/{$request.path.topic}?id={$response.body#/id}':
              post:
                parameters: [{ name: X-Kind, in: header, required: true, schema: { const: news } }]
                requestBody:
                  content: { application/json: { schema: { type: object, required: [n], properties: { n: { const: 4 } } } } }
                responses: { 204: { description: d } }
`

async function mockOf(text: string, options: MockOptions = {}): Promise<Mock> {
  return createMock(await api(text), { stateless: true, ...options })
}

function subscribe(mock: Mock, url: unknown, headers: Record<string, string> = {}) {
  return mock.handle({
    method: 'POST',
    path: '/subscriptions/a%20b',
    query: '',
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify({ url })),
  })
}

/** The next callback that is noted. */
function nextCallback(mock: Mock): Promise<JournalEntry> {
  return new Promise((resolve) => {
    const stop = mock.journal.subscribe((entry) => {
      if (!entry.callback) return
      stop()
      resolve(entry)
    })
  })
}

describe('callbacks', () => {
  it('are sent to what the key expression gives, as their operation declares', async () => {
    const client = await receiver()
    const mock = await mockOf(SUBSCRIPTIONS)
    const noted = nextCallback(mock)
    expect((await subscribe(mock, `${client.url}/hook`)).status).to.equal(201)
    const entry = await noted
    expect(entry.findings).to.deep.equal([])
    expect(entry.callback).to.deep.equal({ name: 'happened', url: `${client.url}/hook/a%20b?id=7` })
    expect(client.received).to.have.length(1)
    expect(client.received[0]).to.include({ method: 'POST', url: '/hook/a%20b?id=7', body: '{"n":4}' })
    expect(client.received[0]?.headers).to.include({ 'x-kind': 'news', 'content-type': 'application/json' })
    client.close()
    await mock.close()
  })

  it('are sent after the answer', async () => {
    const client = await receiver()
    const mock = await mockOf(SUBSCRIPTIONS)
    const server = mock.server()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const order: string[] = []
    const noted = nextCallback(mock).then(() => order.push('callback'))
    const { port } = server.address() as AddressInfo
    const response = await fetch(`http://127.0.0.1:${port}/subscriptions/a`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ url: client.url }),
    })
    order.push(String(response.status))
    expect(client.received.length).to.be.at.most(1)
    await noted
    expect(order).to.deep.equal(['201', 'callback'])
    server.close().closeAllConnections()
    client.close()
    await mock.close()
  })

  it('are not sent before an answer in the same process is returned', async () => {
    const client = await receiver()
    const mock = await mockOf(SUBSCRIPTIONS)
    const noted = nextCallback(mock)
    await subscribe(mock, client.url)
    expect(mock.journal.entries().map(({ callback }) => callback)).to.deep.equal([undefined])
    await noted
    client.close()
    await mock.close()
  })

  it('are not sent to other machines', async () => {
    const mock = await mockOf(SUBSCRIPTIONS)
    for (const host of ['192.0.2.1', '[2001:db8::1]', '0.0.0.0', '[::ffff:192.0.2.1]', '169.254.169.254']) {
      const noted = nextCallback(mock)
      await subscribe(mock, `http://${host}/`)
      const { response, findings } = await noted
      expect(response.status).to.equal(0)
      expect(findings.map(({ rule }) => rule)).to.deep.equal(['callback/host'])
      expect(findings[0]?.remedy).to.contain('--allow-callback-host')
    }
    await mock.close()
  })

  it('follow no redirect, and hold the answer against what is declared', async () => {
    const client = await receiver(302, { location: 'http://192.0.2.1/' })
    const mock = await mockOf(SUBSCRIPTIONS)
    const noted = nextCallback(mock)
    await subscribe(mock, client.url)
    const { response, findings } = await noted
    expect(response.status).to.equal(302)
    expect(findings.map(({ rule, blame }) => [rule, blame])).to.deep.equal([['response/status', 'client']])
    client.close()
    await mock.close()
  })

  it('are given up when nobody answers in time', async () => {
    const client = await receiver(0)
    const mock = await mockOf(SUBSCRIPTIONS, { callbacks: { timeoutMs: 50 } })
    const noted = nextCallback(mock)
    await subscribe(mock, client.url)
    expect((await noted).findings[0]?.message).to.contain('no answer within 50 ms')
    client.close()
    await mock.close()
  })

  it('that lead nowhere are noted with the reason', async () => {
    const mock = await mockOf(SUBSCRIPTIONS)
    for (const [url, rule] of [
      ['file:///etc/passwd', 'callback/url'],
      ['hook', 'callback/url'],
      ['http://127.0.0.1:1/', 'callback/failed'],
    ]) {
      const noted = nextCallback(mock)
      await subscribe(mock, url)
      expect((await noted).findings.map((finding) => finding.rule)).to.deep.equal([rule])
    }
    await mock.close()
  })

  it('are not sent for refused requests, in answer to callbacks, or when switched off', async () => {
    const client = await receiver()
    const mock = await mockOf(SUBSCRIPTIONS)
    const silent = await mockOf(SUBSCRIPTIONS, { callbacks: false })
    expect((await subscribe(mock, 1)).status).to.equal(400)
    await subscribe(mock, client.url, { 'lockstep-callback': 'happened' })
    await subscribe(silent, client.url)
    // What would have been sent would come before this.
    const noted = nextCallback(mock)
    await subscribe(mock, `${client.url}/last`)
    await noted
    expect(client.received.map(({ url }) => url)).to.deep.equal(['/last/a%20b?id=7'])
    client.close()
    await mock.close()
    await silent.close()
  })

  it('may not use the admin API of a mock, though they come from this machine', async () => {
    const mock = await mockOf(SUBSCRIPTIONS)
    const server = mock.server()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const noted = nextCallback(mock)
    await subscribe(mock, `http://127.0.0.1:${port}/__lockstep/reset?`)
    expect((await noted).response.status).to.equal(403)
    server.close().closeAllConnections()
    await mock.close()
  })
})
