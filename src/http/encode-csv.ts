import { isRecord } from '../base/json.js'
import { textOf } from './encode-json.js'

/** RFC 4180: a header line with every name that an object has, then a line for each. Items that are not objects stand alone. */
export function encodeCsv(items: readonly unknown[]): string {
  const names = [...new Set(items.flatMap((item) => (isRecord(item) ? Object.keys(item) : [])))]
  const lines = items.map((item) => {
    if (isRecord(item)) return names.map((name) => cell(item[name]))
    return Array.isArray(item) ? item.map(cell) : [cell(item)]
  })
  return [...(names.length > 0 ? [names.map(cell)] : []), ...lines].map((line) => line.join(',') + '\r\n').join('')
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return ''
  const text = textOf(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
