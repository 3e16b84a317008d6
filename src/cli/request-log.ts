import { describeWhere, type Finding } from '../base/finding.js'
import type { JournalEntry } from '../check/journal.js'
import type { ApiDocument } from '../document/api-document.js'

export type LogLevel = 'info' | 'findings' | 'silent'

/** Lines are gathered this long and written together: a write for each would cost more than the answer. */
const FLUSH_MS = 50
/**
 * Entries that are written down together: one after the other they find the code for it in the processor's caches. Not
 * more, for the journal holds so many anyway.
 */
const TOGETHER = 100
/** Lines are gathered up to this length. */
const CHUNK_BYTES = 64 * 1024
/** Under a flood the log must not grow without bound: beyond this, lines are counted instead. */
const MAX_BUFFERED = 20_000

export interface RequestLog {
  add(entry: JournalEntry): void
  flush(): void
}

/** A line for each exchange, with its findings below it. */
export function createRequestLog(level: LogLevel, isJson: boolean, documentOf: () => ApiDocument): RequestLog {
  const clock = createClockText()
  let pending: JournalEntry[] = []
  let bytes = Buffer.allocUnsafe(CHUNK_BYTES)
  let length = 0
  let lines = 0
  let dropped = 0
  let timer: NodeJS.Timeout | undefined

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    writeDown()
    if (dropped > 0) addLine(`… and ${dropped} more lines`)
    send()
    lines = 0
    dropped = 0
  }

  function writeDown(): void {
    const entries = pending
    pending = []
    for (const entry of entries) {
      if (isJson) addLine(jsonLine(entry, documentOf()))
      else {
        addLine(textLine(entry, clock(entry.atMs)))
        for (const finding of entry.findings) addLine(findingLine(finding, documentOf()))
      }
    }
  }

  /** As bytes at once: lines held as text until they are sent would outlive the requests of many milliseconds. */
  function addLine(line: string): void {
    // UTF-8 takes three bytes at most for each unit of UTF-16.
    const most = 3 * line.length + 1
    if (length + most > bytes.length) send()
    if (most > bytes.length) process.stdout.write(`${line}\n`)
    else length += bytes.write(`${line}\n`, length)
    lines++
  }

  function send(): void {
    if (length === 0) return
    process.stdout.write(bytes.subarray(0, length))
    bytes = Buffer.allocUnsafe(CHUNK_BYTES)
    length = 0
  }

  return {
    add(entry) {
      if (level === 'silent' || (level === 'findings' && entry.findings.length === 0)) return
      if (lines + pending.length >= MAX_BUFFERED) dropped++
      else pending.push(entry)
      // Findings are told with their place in the document, which may be another one in a moment.
      if (pending.length >= TOGETHER || entry.findings.length > 0) writeDown()
      timer ??= setTimeout(flush, FLUSH_MS).unref()
    },
    flush,
  }
}

/** `12:34:56.789`. Cached, because many requests share a millisecond, and formatting it is half the cost of a line. */
function createClockText(): (atMs: number) => string {
  let last = { atMs: NaN, text: '' }
  return (atMs) => {
    if (atMs !== last.atMs) last = { atMs, text: new Date(atMs).toISOString().slice(11, 23) }
    return last.text
  }
}

function textLine(entry: JournalEntry, time: string): string {
  const { request, response, operation, durationMs, session, callback } = entry
  const query = request.query === '' ? '' : `?${request.query}`
  const world = session === '' ? '' : ` [${session}]`
  if (callback)
    return `${time} callback ${callback.name}: ${request.method} ${callback.url} → ${response.status || 'no answer'}${world}`
  return `${time} ${request.method} ${request.path}${query} → ${response.status} ${operation ?? ''} ${durationMs.toFixed(1)} ms${world}`
}

function findingLine(finding: Finding, document: ApiDocument): string {
  const place = finding.spec === undefined ? '' : ` (${placeOf(finding.spec, document)})`
  const remedy = finding.remedy === undefined ? '' : ` ${finding.remedy}`
  return `             ${finding.rule}: ${describeWhere(finding.where)}: ${finding.message}${place}${remedy}`
}

function jsonLine(
  { number, atMs, durationMs, session, operation, request, response, findings, callback }: JournalEntry,
  document: ApiDocument,
): string {
  return JSON.stringify({
    number,
    at: new Date(atMs).toISOString(),
    durationMs: Number(durationMs.toFixed(3)),
    session,
    operation,
    method: request.method,
    path: request.path,
    query: request.query,
    status: response.status,
    callback,
    findings: findings.map((finding) => ({
      rule: finding.rule,
      where: describeWhere(finding.where),
      message: finding.message,
      spec: finding.spec === undefined ? undefined : placeOf(finding.spec, document),
      remedy: finding.remedy,
    })),
  })
}

function placeOf(spec: NonNullable<Finding['spec']>, document: ApiDocument): string {
  const { file, line, column } = document.locate(spec)
  return `${file}:${line}:${column}`
}
