/**
 * Reads a JSON body as the gateway does: in the JSON mapping of Protocol Buffers, driven by the document's schema.
 * The result has the names and forms of the schema; its rules are checked later.
 */
import type { Json, JsonObject, Schema, UnknownRecord } from 'lockstep/mock'
import { isMessage } from './list.js'
import { firstValue } from './first-value.js'
import { enumName, fieldKind, fieldsOf, type FieldKind } from './field-kind.js'

export type Reading =
  { readonly kind: 'message'; readonly message: JsonObject } | { readonly kind: 'unreadable'; readonly reason: string }

/** @param also members of the message that travel in the path; in a body they are read, and then have no effect */
export function readMessage(body: Uint8Array, schema: Schema | undefined, also: Fields = new Map()): Reading {
  const first = firstValue(body)
  switch (first.kind) {
    case 'nothing':
      return { kind: 'message', message: {} }
    case 'malformed':
      return { kind: 'unreadable', reason: first.reason }
    case 'value':
      break
  }
  if (!isMessage(first.value)) {
    return { kind: 'unreadable', reason: `proto: syntax error (line 1:1): unexpected token ${describe(first.value)}` }
  }
  const fields = new Map([...also, ...(schema ? fieldsOf(schema) : [])])
  const faults: string[] = []
  const message = toMessage(first.value, fields, (raw, kind, name) => {
    faults.push(`proto: (${placeOf(raw, first.text)}): invalid value for ${kind} field ${name}: ${describe(raw)}`)
  })
  const [fault] = faults
  return fault === undefined ? { kind: 'message', message } : { kind: 'unreadable', reason: fault }
}

type Fields = ReadonlyMap<string, Schema>
/** Called with what can't be read; the value is left out. */
type Wrong = (raw: unknown, kind: string, name: string) => void

function toMessage(value: UnknownRecord, fields: Fields, wrong: Wrong): JsonObject {
  const message: Record<string, Json> = {}
  for (const [key, raw] of Object.entries(value)) {
    const name = fields.has(key) ? key : camelCase(key)
    const schema = fields.get(name)
    // Unknown members are dropped, and null means that a member is not set.
    if (!schema || raw === null) continue
    const read = toField(raw, schema, name, wrong)
    if (read !== undefined) message[name] = read
  }
  return message
}

function toField(raw: unknown, schema: Schema, name: string, wrong: Wrong): Json | undefined {
  const kind = fieldKind(schema)
  if (kind === 'list') return toList(raw, schema, name, wrong)
  if (kind === 'enum' && typeof raw === 'string') {
    // A name that is not known is dropped like an unknown member.
    return enumName(schema, raw)
  }
  const read =
    kind === 'message' && isMessage(raw) ? toMessage(raw, fieldsOf(schema), wrong) : toScalar(raw, kind, schema)
  if (read === undefined) wrong(raw, kind, name)
  // A number has no presence: zero is the same as none.
  return read === '0' || (read === 0 && kind !== 'enum') ? undefined : read
}

function toScalar(raw: unknown, kind: FieldKind, schema: Schema): Json | undefined {
  switch (kind) {
    case 'bool':
      return typeof raw === 'boolean' ? raw : undefined
    case 'string':
    case 'bytes':
      return typeof raw === 'string' ? raw : undefined
    case 'uint64':
      return readInteger(raw, 18446744073709551615n)?.toString()
    case 'uint32': {
      const integer = readInteger(raw, 4294967295n)
      return integer === undefined ? undefined : Number(integer)
    }
    case 'enum':
      // A number that stands for no value is kept here, and breaks a rule later.
      return typeof raw === 'number' && Number.isInteger(raw) ? (enumName(schema, raw) ?? raw) : undefined
    case 'timestamp':
      return typeof raw === 'string' ? readTimestamp(raw) : undefined
    case 'duration':
      return typeof raw === 'string' && DURATION.test(raw) ? raw : undefined
    case 'message':
    case 'list':
      return undefined
  }
}

/** An empty list is the same as none: repeated fields have no presence either. */
function toList(raw: unknown, schema: Schema, name: string, wrong: Wrong): Json | undefined {
  const items = schema.child('items')
  if (!Array.isArray(raw) || !items) {
    wrong(raw, 'repeated', name)
    return undefined
  }
  const list = raw.map((item) => toField(item, items, name, wrong)).filter((item) => item !== undefined)
  return list.length > 0 ? list : undefined
}

/** Where a value first stands: near enough for a message to people. */
function placeOf(raw: unknown, text: string): string {
  const lines = text.slice(0, Math.max(0, text.indexOf(JSON.stringify(raw)))).split('\n')
  return `line ${lines.length}:${(lines.at(-1) ?? '').length + 1}`
}

const DURATION = /^-?[0-9]{1,12}(\.[0-9]{1,9})?s$/
const TIMESTAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/

/** Digits, or a number that is whole; undefined beyond the bound. */
export function readInteger(raw: unknown, most: bigint): bigint | undefined {
  const text = typeof raw === 'number' && Number.isInteger(raw) ? BigInt(raw).toString() : raw
  if (typeof text !== 'string' || !/^[0-9]{1,20}$/.test(text)) return undefined
  const integer = BigInt(text)
  return integer <= most ? integer : undefined
}

/** In UTC, with 0, 3, 6 or 9 digits of a second: the one form that answers have. */
function readTimestamp(text: string): string | undefined {
  const match = TIMESTAMP.exec(text)
  const ms = match ? Date.parse(`${match[1] ?? ''}${match[3] ?? ''}`) : NaN
  if (Number.isNaN(ms)) return undefined
  const digits = (match?.[2] ?? '').replace(/0+$/, '')
  const fraction = digits === '' ? '' : '.' + digits.padEnd(Math.ceil(digits.length / 3) * 3, '0')
  return new Date(ms).toISOString().replace('.000Z', `${fraction}Z`)
}

/** Both spellings of a name are read: `instance_name` and `instanceName`. */
function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

function describe(value: unknown): string {
  const text = Array.isArray(value) ? '[' : isMessage(value) ? '{' : JSON.stringify(value)
  return text.slice(0, 80)
}
