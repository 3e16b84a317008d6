import { expect } from 'chai'
import { once } from 'node:events'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { createMock } from '../../mock/create-mock.js'
import type { Mock } from '../../mock/mock.js'
import { api } from '../support/api.js'

const NOTES = `
  paths:
    /notes:
      post:
        requestBody: { required: true, content: { application/json: { schema: { type: object } } } }
        responses:
          201: { description: made }
          4XX: { description: no, content: { application/json: { schema: { type: object, required: [why], additionalProperties: false, properties: { why: { type: string, minLength: 1 } } } } } }
`

describe('a body that is not taken', () => {
  let mock: Mock
  let server: http.Server
  let port: number

  before(async () => {
    mock = await createMock(await api(NOTES), { cors: true })
    server = mock.server()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  })
  after(() => server.close())

  /** Sends all of it before it looks for an answer, as many clients do. */
  function post(
    body: Buffer,
    headers: http.OutgoingHttpHeaders = {},
  ): Promise<{ response: http.IncomingMessage; text: string }> {
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port, path: '/notes', method: 'POST', agent: false }
      const sent = http.request({ ...options, headers: { 'content-type': 'application/json', ...headers } })
      let response: http.IncomingMessage | undefined
      let text = ''
      sent.on('response', (message) => {
        response = message
        message.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      })
      sent.on('error', reject)
      sent.on('close', () => {
        if (response) resolve({ response, text })
        else reject(new Error('no answer'))
      })
      sent.end(body)
    })
  }

  it('is refused in the declared schema, with findings and CORS, and is in the journal', async () => {
    const { response, text } = await post(Buffer.from('{}'), { 'content-encoding': 'zap', origin: 'http://a.test' })
    expect(response.statusCode).to.equal(415)
    expect(JSON.parse(text)).to.have.keys('why')
    expect(response.headers['lockstep-findings']).to.include('request/content-encoding')
    expect(response.headers['access-control-allow-origin']).to.be.a('string')
    expect(mock.journal.entries().at(-1)?.response.status).to.equal(415)
  })

  it('that is too large is heard to the end, so that its sender reads why', async () => {
    const { response } = await post(Buffer.alloc(40 * 1024 * 1024, 'a'))
    expect(response.statusCode).to.equal(413)
    expect(response.headers['lockstep-findings']).to.include('request/size')
  })

  it('that announces that it is too large is refused before it is sent', async () => {
    const socket = net.connect(port, '127.0.0.1')
    const head = ['POST /notes HTTP/1.1', 'Host: a', 'Expect: 100-continue', 'Content-Length: 99999999999', '', '']
    socket.write(head.join('\r\n'))
    const [answer] = (await once(socket.setEncoding('latin1'), 'data')) as [string]
    socket.destroy()
    expect(answer).to.match(/^HTTP\/1.1 413 /)
  })
})
