import { expect } from 'chai'
import { createServer, type Server } from 'node:http'
import net, { type AddressInfo } from 'node:net'
import express from 'express'
import { mocked } from '../support/mocked.js'

const DOCUMENT = `
  paths:
    /pets:
      get: { responses: { 200: { description: ok, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Pet' } } } } } } }
      post:
        requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
        responses: { 201: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
  components:
    schemas:
      Pet: { type: object, required: [name], properties: { id: { type: integer, readOnly: true }, name: { type: string } } }
`
const BODY = '{"name":"Rex"}'
const CREATE = `POST /pets HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`
const LIST = 'GET /pets HTTP/1.1\r\nHost: x\r\n\r\n'
const LAST = 'GET /pets HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'

/** The bodies of all answers to what is written at once. */
function pipelined(port: number, text: string): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(text))
    let answers = ''
    socket.on('data', (chunk) => (answers += chunk.toString('latin1')))
    socket.on('error', reject)
    socket.on('close', () => {
      resolve(
        [...answers.matchAll(/\r\n\r\n([[{].*?)(?=HTTP\/1\.1|$)/gs)].map(([, body]): unknown => JSON.parse(body ?? '')),
      )
    })
  })
}

describe('requests that a client sends without waiting for answers', () => {
  const servers: Server[] = []

  async function listening(server: Server): Promise<number> {
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return (server.address() as AddressInfo).port
  }

  after(() => {
    for (const server of servers) {
      server.closeAllConnections()
      server.close()
    }
  })

  it('are handled one after the other (RFC 9112 9.3.2)', async () => {
    const { mock } = await mocked(DOCUMENT)
    const port = await listening(mock.server())
    const pets = (count: number) => Array.from({ length: count }, (_, index) => ({ id: index + 1, name: 'Rex' }))
    const rex = (id: number) => ({ id, name: 'Rex' })
    expect(await pipelined(port, CREATE + LIST + CREATE + LAST)).to.deep.equal([rex(1), pets(1), rex(2), pets(2)])
  })

  it('are handled one after the other inside an Express app', async () => {
    const { mock } = await mocked(DOCUMENT)
    const app = express().use(mock.router())
    const port = await listening(createServer(app))
    const [created, listed] = await pipelined(port, CREATE + LAST)
    expect(listed).to.deep.equal([created])
  })
})
