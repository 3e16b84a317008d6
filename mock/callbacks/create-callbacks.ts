/** Sends the callbacks of operations once their answers are out: few at a time, and never more than can wait. */
import type { Clock } from '../../src/base/clock.js'
import type { Journal } from '../../src/check/journal.js'
import type { Exchange } from '../../src/http/fill-expressions.js'
import type { CallbackOptions } from '../mock.js'
import { CALLBACK_HEADER } from './callback-header.js'
import type { PreparedCallback, Sent } from './send-callback.js'

const MAX_IN_FLIGHT = 16
/** Clients that ask faster than their receivers answer: what comes beyond is dropped, and the log says so. */
const MAX_WAITING = 1000
const TIMEOUT_MS = 10_000

export interface CallbackParts extends CallbackOptions {
  readonly journal: Journal
  readonly clock: Clock
  readonly seed: string | number
  readonly onBug: (error: unknown) => void
}

/** What a callback follows. */
export interface Occasion extends Exchange {
  readonly session: string
}

export interface Callbacks {
  /** Returns at once; what is to be sent is sent after the answer is written. */
  follow(occasion: Occasion): void
  /** Breaks off what is under way. */
  close(): void
}

interface Waiting {
  readonly prepared: PreparedCallback
  readonly session: string
}

export function createCallbacks(parts: CallbackParts): Callbacks {
  const waiting: Waiting[] = []
  const underWay = new Set<AbortController>()
  let isClosed = false

  async function plan({ session, ...exchange }: Occasion): Promise<void> {
    // Most documents declare no callbacks: nothing of this is loaded for them.
    const { prepareCallbacks, dropCallback } = await import('./send-callback.js')
    for (const prepared of prepareCallbacks(exchange, parts)) {
      if (waiting.length < MAX_WAITING) waiting.push({ prepared, session })
      else note({ prepared, session }, 0, dropCallback(prepared))
    }
    sendNext()
  }

  function sendNext(): void {
    while (!isClosed && underWay.size < MAX_IN_FLIGHT) {
      const next = waiting.shift()
      if (!next) return
      const abort = new AbortController()
      underWay.add(abort)
      void send(next, abort).finally(() => {
        underWay.delete(abort)
        sendNext()
      })
    }
  }

  async function send(next: Waiting, abort: AbortController): Promise<void> {
    const { timeoutMs = TIMEOUT_MS, allowHosts = [] } = parts
    const timer = setTimeout(() => {
      abort.abort()
    }, timeoutMs).unref()
    const startMs = performance.now()
    const { sendCallback } = await import('./send-callback.js')
    const sent = await sendCallback(next.prepared, { allowHosts, timeoutMs, signal: abort.signal })
    clearTimeout(timer)
    note(next, performance.now() - startMs, sent)
  }

  function note({ prepared, session }: Waiting, durationMs: number, sent: Sent): void {
    if (isClosed) return
    parts.journal.add({ atMs: parts.clock.now(), durationMs, session, operation: prepared.operation.id, ...sent })
  }

  return {
    follow(occasion) {
      const { operation, request, response } = occasion
      if (isClosed || operation.callbacks.length === 0) return
      // Who was refused has subscribed to nothing; and mocks that call each other back would do so for ever.
      if (response.status >= 400 || request.headers[CALLBACK_HEADER] !== undefined) return
      // Whoever awaits the answer, an adapter too, comes before the next turn of the loop.
      setImmediate(() => void plan(occasion).catch(parts.onBug))
    },
    close() {
      isClosed = true
      waiting.length = 0
      for (const abort of underWay) abort.abort()
    },
  }
}
