/** Sends a request to this machine, or to a host that was allowed; to no other, whatever its name resolves to. */
import { lookup as resolve } from 'node:dns'
import http, { type IncomingMessage } from 'node:http'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { decodeContent } from '../../src/http/content-encoding.js'
import type { HttpRequest, HttpResponse } from '../../src/http/exchange.js'

export interface PostOptions {
  readonly allowHosts?: readonly string[]
  readonly signal: AbortSignal
}

export class HostRefused extends Error {
  readonly host: string

  constructor(host: string, address = host) {
    super(address === host ? host : `${host}, which is ${address}`)
    this.host = host
  }
}

/** Receivers answer with a word or two. */
const MAX_ANSWER_BYTES = 1024 * 1024
/** What the connection itself needs is not the document's to say. */
const OWN_HEADERS = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'expect', 'upgrade'])

const THIS_MACHINE = new BlockList()
THIS_MACHINE.addSubnet('127.0.0.0', 8, 'ipv4')
THIS_MACHINE.addAddress('::1', 'ipv6')

/** Redirects are answers like any other. @throws HostRefused, and whatever the connection breaks with */
export async function post(url: URL, request: HttpRequest, { allowHosts = [], signal }: PostOptions) {
  const host = bare(url.hostname)
  const isAllowed = allowHosts.some((allowed) => bare(allowed) === host)
  if (!isAllowed && isIP(host) !== 0 && !isThisMachine(host)) throw new HostRefused(host)
  const { request: open } = url.protocol === 'https:' ? await import('node:https') : http
  return new Promise<HttpResponse>((settle, reject) => {
    const outgoing = open(url, {
      method: request.method,
      headers: { ...declaredHeaders(request), 'content-length': request.body.length },
      // A connection of its own: one that is kept could be to what a name meant before.
      agent: false,
      signal,
      ...(isAllowed ? {} : { lookup: lookupThisMachine }),
    })
    outgoing.on('error', reject)
    outgoing.on('response', (incoming) => {
      collect(incoming).then(settle, reject)
    })
    outgoing.end(request.body)
  })
}

/** The address is judged that is connected to: a name that resolves to something else a moment later gains nothing. */
const lookupThisMachine: LookupFunction = (host, options, done) => {
  resolve(host, { ...options, all: true }, (error, addresses) => {
    const known = addresses as typeof addresses | undefined
    const first = known?.[0]
    const foreign = known?.find(({ address }) => !isThisMachine(address))
    if (error || !first) done(error ?? new Error(`${host} has no address`), [])
    else if (foreign) done(new HostRefused(host, foreign.address), [])
    else if (options.all) done(null, addresses)
    else done(null, first.address, first.family)
  })
}

function isThisMachine(address: string): boolean {
  return THIS_MACHINE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/** Without the brackets of an IPv6 address. */
function bare(host: string): string {
  return host.replace(/^\[|\]$/g, '').toLowerCase()
}

function declaredHeaders({ headers }: HttpRequest): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !OWN_HEADERS.has(name))
  const texts = kept.map(([name, value]) => [name, String(value)] as const)
  return Object.fromEntries<string>([['user-agent', 'lockstep'], ...texts])
}

async function collect(incoming: IncomingMessage): Promise<HttpResponse> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > MAX_ANSWER_BYTES) throw new Error(`the answer has more than ${MAX_ANSWER_BYTES} bytes`)
    chunks.push(chunk)
  }
  return { status: incoming.statusCode ?? 0, headers: incoming.headers, body: decoded(incoming, Buffer.concat(chunks)) }
}

function decoded({ headers }: IncomingMessage, bytes: Buffer): Uint8Array {
  const coding = headers['content-encoding']
  const plain = coding === undefined ? undefined : decodeContent(coding, bytes, MAX_ANSWER_BYTES)
  return plain?.kind === 'decoded' ? plain.bytes : bytes
}
