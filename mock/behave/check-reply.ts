import { isRecord } from '../../src/base/json.js'
import { describeValue } from '../../src/base/text.js'
import type { Reply } from './behaviour.js'
import { copyOf } from './member.js'

const KINDS = ['value', 'problem', 'example']

/** Checks the reply of a user's own behaviour, which may be plain JavaScript. @throws Error that says what a reply is */
export function checkReply(reply: unknown, what: string): Reply {
  if (!isRecord(reply) || !KINDS.includes(String(reply['kind']))) {
    throw new Error(
      `${what} replied ${describeValue(reply)}; expected { kind: 'value', status, value }, { kind: 'problem', status, title } or { kind: 'example' }`,
    )
  }
  const status = reply['status']
  const isFree = status === undefined && reply['kind'] === 'example'
  // RFC 9110 15: three digits; 1xx is never the last answer.
  if (!isFree && !(typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 599)) {
    throw new Error(`${what} replied with status ${describeValue(status)}; expected a number from 200 to 599`)
  }
  const said = reply as unknown as Reply
  return said.kind === 'value' && said.value !== undefined ? { ...said, value: asJson(said.value) } : said
}

/** As it will be written: a Date as its text, what is undefined left out, a bigint as its digits. The same where nothing differs. */
function asJson(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  if ('toJSON' in value && typeof value.toJSON === 'function') return asJson((value.toJSON as () => unknown)())
  if (Array.isArray(value)) {
    const items: unknown[] = value.map(asJson)
    return items.every((item, index) => item === value[index]) ? value : items
  }
  const entries = Object.entries(value)
  const written = entries.flatMap(([name, member]) => (member === undefined ? [] : [[name, asJson(member)] as const]))
  const isSame =
    written.length === entries.length && written.every(([, member], index) => member === entries[index]?.[1])
  return isSame ? value : copyOf(written)
}
