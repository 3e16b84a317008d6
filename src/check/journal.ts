import type { Finding } from '../base/finding.js'
import type { HttpRequest, HttpResponse } from '../http/exchange.js'
import type { OperationId } from '../model/api-model.js'
import { createExchangeRing, withoutBody } from './exchange-ring.js'

/** One exchange as the mock saw it. */
export interface JournalEntry {
  /** 1, 2, 3, … since the start. */
  readonly number: number
  /** Milliseconds since the epoch, by the mock's clock. */
  readonly atMs: number
  readonly durationMs: number
  readonly session: string
  readonly operation: OperationId | undefined
  readonly request: HttpRequest
  readonly response: HttpResponse
  readonly findings: readonly Finding[]
  /** Set where the mock was the client: it called back. Status 0 then means that no answer came. */
  readonly callback?: { readonly name: string; readonly url: string } | undefined
}

/** What happened lately: bounded in entries and in the bytes of bodies, so that no client can grow it. */
export interface Journal {
  add(exchange: Omit<JournalEntry, 'number'>): void
  /** Oldest first. */
  entries(): readonly JournalEntry[]
  /** Called with every entry from now on; the result stops that. */
  subscribe(listener: (entry: JournalEntry) => void): () => void
  /** Forgets the entries; counting goes on. */
  clear(): void
  /** How often each operation answered with each status since the start. */
  seen(): ReadonlyMap<OperationId, ReadonlyMap<number, number>>
  /** Exchanges since the start, those no longer kept included. */
  readonly count: number
  /** Exchanges whose response broke the document. */
  readonly brokenResponses: number
}

const KEPT_ENTRIES = 500
/** A body beyond this is not kept. */
const MOST_BODY_BYTES = 64 * 1024
/**
 * Of all bodies together; the oldest entries lose theirs first. No more, for the sake of the garbage collector: what is
 * held for a few hundred requests has become old by then, and is found to be dead only when all memory is gone through.
 */
const KEPT_BODIES_BYTES = 2 * 1024 * 1024

export function createJournal(kept = KEPT_ENTRIES, keptBodiesBytes = KEPT_BODIES_BYTES): Journal {
  const ring = createExchangeRing<JournalEntry>(kept, keptBodiesBytes)
  const listeners = new Set<(entry: JournalEntry) => void>()
  const seen = new Map<OperationId, Map<number, number>>()
  let count = 0
  let brokenResponses = 0

  return {
    add(exchange) {
      count++
      if (exchange.operation !== undefined && !exchange.callback) note(exchange.operation, exchange.response.status)
      if (exchange.findings.some(({ blame }) => blame === 'server')) brokenResponses++
      const { atMs, durationMs, session, operation, request, response, findings, callback } = exchange
      // Member by member: a spread costs more here than all the rest, with every request.
      const entry: JournalEntry = {
        number: count,
        atMs,
        durationMs,
        session,
        operation,
        request: trimmed(request),
        response: trimmed(response),
        findings,
        callback,
      }
      ring.put(entry)
      for (const listener of listeners) listener(entry)
    },
    entries: ring.entries,
    clear: ring.clear,
    seen: () => seen,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    get count() {
      return count
    },
    get brokenResponses() {
      return brokenResponses
    },
  }

  function note(operation: OperationId, status: number): void {
    let statuses = seen.get(operation)
    if (!statuses) seen.set(operation, (statuses = new Map<number, number>()))
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
  }
}

function trimmed<Message extends HttpRequest | HttpResponse>(message: Message): Message {
  return message.body.length <= MOST_BODY_BYTES ? message : withoutBody(message)
}
