/** Text on its way to a client. A client that does not keep up is cut off: what waits is bounded. */
export interface EventQueue extends AsyncIterable<string> {
  push(text: string): void
  /** What waits is still sent. */
  end(): void
}

const MAX_WAITING_BYTES = 1024 * 1024

/** @param onEnd is called once, when either side has ended it */
export function createEventQueue(onEnd: () => void): EventQueue {
  const waiting: string[] = []
  let waitingBytes = 0
  let ended = false
  let wake: ((result: IteratorResult<string, undefined>) => void) | undefined

  function end(): void {
    if (ended) return
    ended = true
    wake?.({ done: true, value: undefined })
    wake = undefined
    onEnd()
  }

  const iterator: AsyncIterator<string, undefined> = {
    next: () => {
      const text = waiting.shift()
      if (text !== undefined) {
        waitingBytes -= text.length
        return Promise.resolve({ done: false, value: text })
      }
      if (ended) return Promise.resolve({ done: true, value: undefined })
      return new Promise((resolve) => {
        wake = resolve
      })
    },
    // Not a generator's: that would wait for the `next` that is under way, which may never come.
    return: () => {
      end()
      return Promise.resolve({ done: true, value: undefined })
    },
  }

  return {
    push(text) {
      if (ended) return
      if (wake) {
        wake({ done: false, value: text })
        wake = undefined
        return
      }
      waiting.push(text)
      waitingBytes += text.length
      if (waitingBytes > MAX_WAITING_BYTES) end()
    },
    end,
    [Symbol.asyncIterator]: () => iterator,
  }
}
