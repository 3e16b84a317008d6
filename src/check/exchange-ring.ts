import type { HttpRequest, HttpResponse } from '../http/exchange.js'

interface Exchange {
  readonly request: HttpRequest
  readonly response: HttpResponse
}

/** The last exchanges: so many, and no more bytes of bodies than may be kept. The oldest lose their bodies first. */
export interface ExchangeRing<Entry extends Exchange> {
  readonly put: (entry: Entry) => void
  /** Oldest first. */
  readonly entries: () => readonly Entry[]
  readonly clear: () => void
}

export function createExchangeRing<Entry extends Exchange>(kept: number, keptBodiesBytes: number): ExchangeRing<Entry> {
  const ring: Entry[] = []
  /** Of the bodies of each entry: to look at the oldest itself would be to wait for memory that nobody has touched for long. */
  const ringBytes: number[] = []
  let next = 0
  let bodiesBytes = 0
  /** Entries from the oldest on that have lost their bodies. */
  let bare = 0

  return {
    put(entry) {
      replaceOldest(entry)
      while (bodiesBytes > keptBodiesBytes && bare < ring.length - 1) strip()
    },
    entries: () => (ring.length < kept ? [...ring] : [...ring.slice(next), ...ring.slice(0, next)]),
    clear() {
      ring.length = ringBytes.length = 0
      next = bodiesBytes = bare = 0
    },
  }

  function replaceOldest(entry: Entry): void {
    if (next < ring.length) bare = Math.max(0, bare - 1)
    const bytes = bodyBytes(entry)
    bodiesBytes += bytes - (ringBytes[next] ?? 0)
    ring[next] = entry
    ringBytes[next] = bytes
    next = (next + 1) % kept
  }

  function strip(): void {
    const place = (next - ring.length + bare + kept) % kept
    const entry = ring[place] as Entry
    bare++
    bodiesBytes -= ringBytes[place] ?? 0
    ringBytes[place] = 0
    ring[place] = { ...entry, request: withoutBody(entry.request), response: withoutBody(entry.response) }
  }
}

export function withoutBody<Message extends HttpRequest | HttpResponse>(message: Message): Message {
  return message.body.length === 0 ? message : { ...message, body: typeof message.body === 'string' ? '' : NO_BYTES }
}

function bodyBytes({ request, response }: Exchange): number {
  return request.body.length + response.body.length
}

const NO_BYTES = new Uint8Array(0)
