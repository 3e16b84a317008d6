/** The mock of the default API behind a proxy that breaks one thing: a provider that somebody got wrong. */
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { createMock } from '../../mock/index.js'
import type { HttpRequest, HttpResponse } from '../../src/http/exchange.js'
import { loadDocument } from '../../src/document/load-document.js'
import { compileModel } from '../../src/model/compile-model.js'
import behaviours from '../../spec/zitadel.behaviours.js'

export const model = compileModel(await loadDocument('spec/zitadel.openapi.yaml'))

/** Turns an answer of the correct provider into a wrong one. */
export type Fault = (response: HttpResponse, request: HttpRequest) => HttpResponse

export interface RunningProvider {
  readonly url: URL
  /** From now on this is what it gets wrong. */
  breakWith(fault: Fault | undefined): void
  /** How many instances there are: what verifying leaves behind. */
  countInstances(): Promise<number>
  close(): Promise<void>
}

export async function startProvider(): Promise<RunningProvider> {
  const mock = await createMock(model, { behaviours })
  let fault: Fault | undefined
  const server = http.createServer((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const [path = '/', query = ''] = (incoming.url ?? '/').split('?')
      const request = {
        method: incoming.method ?? 'GET',
        path,
        query,
        headers: incoming.headers,
        body: Buffer.concat(chunks),
      }
      void mock.handle(request).then((response) => {
        const sent = fault ? fault(response, request) : response
        const headers = Object.entries(sent.headers).filter(
          ([name, value]) => value !== undefined && name !== 'content-length',
        )
        outgoing.writeHead(sent.status, Object.fromEntries(headers) as http.OutgoingHttpHeaders)
        outgoing.end(sent.body)
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    breakWith: (next) => {
      fault = next
    },
    countInstances: async () => {
      const headers = { authorization: 'Bearer lockstep-admin', 'content-type': 'application/json' }
      const path = '/system/v1/instances/_search'
      const answer = await mock.handle({ method: 'POST', path, query: '', headers, body: new Uint8Array(0) })
      const { details } = JSON.parse(String(answer.body)) as { details: { totalResult?: string } }
      return Number(details.totalResult ?? 0)
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await mock.close()
    },
  }
}

/** Changes the body of answers to one operation's path with one status. */
export function inBody(status: number, change: (body: Record<string, unknown>) => unknown): Fault {
  return (response) => {
    if (response.status !== status || response.body.length === 0) return response
    const changed = change(JSON.parse(String(response.body)) as Record<string, unknown>)
    return { ...response, body: changed === undefined ? '' : JSON.stringify(changed) }
  }
}
