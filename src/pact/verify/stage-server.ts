import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { isRecord } from '../../base/json.js'
import type { HttpRequest, HttpResponse } from '../../http/exchange.js'

/** What the verifier is talked to by: states, and a way to the provider. */
export interface StageHandlers {
  /** Values for the interaction; undefined when the state cannot be brought about. */
  setUp(state: StateChange): Promise<Readonly<Record<string, unknown>> | undefined>
  tearDown(state: StateChange): Promise<void>
  play(request: HttpRequest): Promise<HttpResponse>
  /** To the broker, where there is one; the path is the broker's. */
  readonly askBroker?: (request: HttpRequest, door: string) => Promise<HttpResponse>
}

export interface StateChange {
  readonly name: string
  readonly params: Readonly<Record<string, unknown>>
}

export interface StageServer {
  readonly url: string
  readonly stateUrl: string
  readonly brokerUrl: string
  close(): Promise<void>
}

/** No provider has this path. */
const STATES = '/__lockstep/verify/states'
const BROKER = '/__lockstep/verify/broker'
const MAX_STATE_BYTES = 1_000_000

/**
 * A server for this machine alone, between the verifier and the provider: it hears which interaction comes next, brings
 * its states about, and sees what was really answered.
 */
export async function openStageServer(handlers: StageHandlers): Promise<StageServer> {
  const server = http.createServer((incoming, outgoing) => {
    answer(handlers, incoming).then(
      (response) => {
        send(outgoing, response)
      },
      (error: unknown) => {
        // The provider did not answer: neither do we.
        outgoing.destroy(error instanceof Error ? error : new Error(String(error)))
      },
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    stateUrl: url + STATES,
    brokerUrl: url + BROKER,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

async function answer(handlers: StageHandlers, incoming: http.IncomingMessage): Promise<HttpResponse> {
  const [path = '/', ...query] = (incoming.url ?? '/').split('?')
  const body = await readAll(incoming)
  if (path === STATES) return changeState(handlers, body)
  const request = { method: incoming.method ?? 'GET', path, query: query.join('?'), headers: incoming.headers, body }
  if (!handlers.askBroker || !path.startsWith(BROKER)) return handlers.play(request)
  const door = `http://${incoming.headers.host ?? ''}${BROKER}`
  return handlers.askBroker({ ...request, path: path.slice(BROKER.length) }, door)
}

async function changeState(handlers: StageHandlers, body: Buffer): Promise<HttpResponse> {
  const change = JSON.parse(body.subarray(0, MAX_STATE_BYTES).toString()) as unknown
  if (!isRecord(change)) return json(400, {})
  const state = {
    name: typeof change['state'] === 'string' ? change['state'] : '',
    params: isRecord(change['params']) ? change['params'] : {},
  }
  if (change['action'] === 'teardown') {
    await handlers.tearDown(state)
    return json(200, {})
  }
  const values = await handlers.setUp(state)
  return values ? json(200, values) : json(404, {})
}

function json(status: number, value: unknown): HttpResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) }
}

async function readAll(incoming: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Lengths and codings of the hop to the provider mean nothing on this one. */
const OF_THE_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length'])

function send(outgoing: http.ServerResponse, { status, headers, body }: HttpResponse): void {
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !OF_THE_HOP.has(name)) outgoing.setHeader(name, value)
  }
  outgoing.writeHead(status)
  outgoing.end(body)
}
