import { isRecord } from '../base/json.js'
import type { MediaType } from '../model/media-type.js'
import { textOf } from './encode-json.js'

/** Items as JSON Lines, NDJSON, JSON text sequences (RFC 7464) or server-sent events. A value that is no list is the only item. */
export function encodeSequence(value: unknown, type: MediaType): string {
  const isEvents = type.essence === 'text/event-stream'
  if (typeof value === 'string' && !(isEvents && !EVENT_LINE.test(value))) return isEvents ? ended(value) : value
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (isEvents) return items.map(encodeEvent).join('')
  const start = type.subtype.endsWith('json-seq') ? '\u001e' : ''
  return items.map((item) => `${start}${textOfItem(item)}\n`).join('')
}

function textOfItem(item: unknown): string {
  return typeof item === 'string' ? JSON.stringify(item) : textOf(item)
}

/** How a line of an event begins that is written already; a comment begins with ':'. */
const EVENT_LINE = /^(?:data|event|id|retry)?:/m

/** HTML 9.2.6: an event that no blank line follows is thrown away by its reader. */
function ended(events: string): string {
  if (/(?:\n\r?\n|\r\r)$/.test(events)) return events
  return /[\r\n]$/.test(events) ? `${events}\n` : `${events}\n\n`
}

const FIELDS = ['event', 'data', 'id', 'retry'] as const

/** An object of the fields of an event; anything else is its data. */
function encodeEvent(item: unknown): string {
  const isEvent = isRecord(item) && FIELDS.some((field) => field in item)
  const event: Readonly<Record<string, unknown>> = isEvent ? item : { data: item }
  const lines = FIELDS.flatMap((field) =>
    event[field] === undefined
      ? []
      : textOf(event[field])
          .split(/\r\n|\r|\n/)
          .map((line) => `${field}: ${line}\n`),
  )
  return lines.join('') + '\n'
}
