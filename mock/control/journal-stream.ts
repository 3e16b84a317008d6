import type { JournalEntry } from '../../src/check/journal.js'
import type { HttpRequest, HttpResponse } from '../../src/http/exchange.js'
import type { Behaviour, Call } from '../behave/behaviour.js'
import { answer, problem, type ControlContext } from './control-context.js'
import { createEventQueue, type EventQueue } from './event-queue.js'
import { describeEntry, isWanted } from './journal-operations.js'

/** Followers at the same time; each holds a connection. */
const MAX_FOLLOWERS = 100
/** Comments that keep connections alive, and show us those that are not. */
const BEAT_MS = 15_000

export interface JournalStreams {
  readonly follow: Behaviour
  /** Gives the answer to `follow` its stream. */
  attach(request: HttpRequest, response: HttpResponse): HttpResponse
  readonly close: () => void
}

/** Exchanges as server-sent events (HTML standard, 9.2). */
export function createJournalStreams({ mock }: ControlContext): JournalStreams {
  const followers = new Set<EventQueue>()
  /** What was answered and waits for its stream; the checks see an answer as any other. */
  const answered = new WeakMap<HttpRequest, Call>()

  function open(call: Call): AsyncIterable<string> {
    const queue = createEventQueue(() => {
      followers.delete(queue)
      unsubscribe()
      clearInterval(beat)
    })
    const tell = (entry: JournalEntry) => {
      if (!isWanted(entry, call)) return
      const data = JSON.stringify(describeEntry(entry, mock.model.document))
      queue.push(`id: ${entry.number}\nevent: exchange\ndata: ${data}\n\n`)
    }
    const unsubscribe = mock.journal.subscribe(tell)
    const beat = setInterval(() => {
      queue.push(': alive\n\n')
    }, BEAT_MS).unref()
    followers.add(queue)
    // So that a client knows at once that it follows.
    queue.push(': following\n\n')
    missedSince(call, mock.journal.entries()).forEach(tell)
    return queue
  }

  return {
    follow: (call) => {
      if (followers.size >= MAX_FOLLOWERS) return problem(503, `${MAX_FOLLOWERS} clients follow the journal already`)
      if (call.request.method === 'GET') answered.set(call.request, call)
      return answer('', 200, { 'cache-control': 'no-store' })
    },
    attach: (request, response) => {
      const call = answered.get(request)
      if (!call || response.status !== 200) return response
      return { ...response, stream: open(call) }
    },
    close: () => {
      for (const queue of followers) queue.end()
    },
  }
}

/** What a client that lost its connection has not seen; browsers say what they saw last. */
function missedSince({ request }: Call, entries: readonly JournalEntry[]): readonly JournalEntry[] {
  const last = request.headers['last-event-id']
  return typeof last === 'string' && /^\d{1,15}$/.test(last)
    ? entries.filter(({ number }) => number > Number(last))
    : []
}
