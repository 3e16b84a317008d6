import type { ServerResponse } from 'node:http'

/**
 * What the sockets bring in one turn of the event loop is handled one after the other, and then written one after the
 * other. Reading, handling and writing each find their own code and data still in the processor's caches, and a client that
 * was woken by the first answer is awake for the others: it saves a tenth to a quarter of what a request costs.
 */
let tasks: (() => void)[] = []
let answers: Answer[] = []
let isHandling = false

interface Answer {
  readonly outgoing: ServerResponse
  readonly body: string | Uint8Array
}

/** Once others have been handled for this long, the answers that are ready are sent before the next request is looked at. */
const MAX_BATCH_MS = 2

/** Runs the task when all sockets have been read that had something to read. @param task must not throw */
export function handleInBatch(task: () => void): void {
  if (tasks.length === 0) setImmediate(handleAll)
  tasks.push(task)
}

/** Ends the response when the others of this turn have been handled. */
export function endInBatch(outgoing: ServerResponse, body: string | Uint8Array): void {
  if (answers.length === 0 && !isHandling) setImmediate(endAll)
  answers.push({ outgoing, body })
}

function handleAll(): void {
  const batch = tasks
  tasks = []
  isHandling = true
  let sinceMs = performance.now()
  for (const task of batch) {
    task()
    const nowMs = performance.now()
    if (nowMs - sinceMs < MAX_BATCH_MS) continue
    endAll()
    sinceMs = nowMs
  }
  isHandling = false
  endAll()
}

function endAll(): void {
  const batch = answers
  answers = []
  for (const { outgoing, body } of batch) end(outgoing, body)
}

/** What fails is a socket that broke in the meantime; it must not take the others' answers with it. */
function end(outgoing: ServerResponse, body: string | Uint8Array): void {
  try {
    outgoing.end(body)
  } catch {
    outgoing.destroy()
  }
}
