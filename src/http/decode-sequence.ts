import type { MediaType } from '../model/media-type.js'
import { decodeJson } from './decode-json.js'
import type { Report } from './report.js'

/** The items of JSON Lines, NDJSON, JSON text sequences (RFC 7464) or server-sent events; always a list. */
export function decodeSequence(text: string, type: MediaType, report: Report): unknown {
  if (type.essence === 'text/event-stream') return decodeEvents(text)
  const isRecordSeparated = type.subtype.endsWith('json-seq')
  const items: unknown[] = []
  let number = 0
  for (const piece of text.split(isRecordSeparated ? '\u001e' : '\n')) {
    number++
    if (piece.trim() === '') continue
    const item = decodeJson(piece, (message) => {
      report(`${isRecordSeparated ? 'record' : 'line'} ${number}: ${message}`)
    })
    if (item === undefined) return undefined
    items.push(item)
  }
  return items
}

/** HTML 'Server-sent events' 9.2.6, each event an object { data, event, id, retry } with what was sent (OpenAPI 3.2). */
function decodeEvents(text: string): unknown[] {
  const events: Record<string, unknown>[] = []
  let event: Record<string, unknown> = {}
  const finish = () => {
    // An event without data is none: it only moves the id, or the time to wait.
    if (event['data'] !== undefined) events.push(event)
    event = {}
  }
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line === '') finish()
    else addField(event, line)
  }
  finish()
  return events
}

function addField(event: Record<string, unknown>, line: string): void {
  const colon = line.indexOf(':')
  // A line that begins with a colon is a comment.
  if (colon === 0) return
  const name = colon === -1 ? line : line.slice(0, colon)
  const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '')
  if (name === 'data') event['data'] = typeof event['data'] === 'string' ? `${event['data']}\n${value}` : value
  // 9.2.6: an id with U+0000 is ignored.
  else if (name === 'event' || (name === 'id' && !value.includes('\0'))) event[name] = value
  else if (name === 'retry' && /^\d{1,15}$/.test(value)) event['retry'] = Number(value)
}
