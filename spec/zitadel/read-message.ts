/**
 * Reads a JSON body as the gateway does: in the JSON mapping of Protocol Buffers, driven by the document's schema.
 * What comes out has the names and forms of the schema; nothing has been said about its rules yet.
 */
import type { Json, JsonObject } from '../../src/base/json.js'
import type { Schema } from '../../src/model/schema.js'
import { firstValue } from './first-value.js'
import { enumName, fieldKind, fieldsOf } from './field-kind.js'

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
  if (!isObject(first.value)) {
    return { kind: 'unreadable', reason: `proto: syntax error (line 1:1): unexpected token ${describe(first.value)}` }
  }
  const reader = new Reader(first.text)
  const fields = new Map([...also, ...(schema ? fieldsOf(schema) : [])])
  const message = reader.message(first.value, fields)
  for (const name of also.keys()) if (!schema?.child('properties', name)) delete message[name]
  return reader.fault === undefined ? { kind: 'message', message } : { kind: 'unreadable', reason: reader.fault }
}

type Fields = ReadonlyMap<string, Schema>

class Reader {
  readonly #text: string
  /** The first thing that could not be read. */
  fault: string | undefined

  constructor(text: string) {
    this.#text = text
  }

  message(value: Readonly<Record<string, unknown>>, fields: Fields): Record<string, Json> {
    const message: Record<string, Json> = {}
    for (const [key, raw] of Object.entries(value)) {
      const name = fields.has(key) ? key : camelCase(key)
      const schema = fields.get(name)
      // Unknown members are dropped, and null means that a member is not set.
      if (!schema || raw === null) continue
      const read = this.#field(raw, schema, name)
      if (read !== undefined) message[name] = read
    }
    return message
  }

  #field(raw: unknown, schema: Schema, name: string): Json | undefined {
    const kind = fieldKind(schema)
    switch (kind) {
      case 'bool':
        return typeof raw === 'boolean' ? raw : this.#wrong(raw, kind, name)
      case 'string':
      case 'bytes':
        return typeof raw === 'string' ? raw : this.#wrong(raw, kind, name)
      case 'uint64':
        return readInteger(raw, 18446744073709551615n)?.toString() ?? this.#wrong(raw, kind, name)
      case 'uint32': {
        const integer = readInteger(raw, 4294967295n)
        return integer === undefined ? this.#wrong(raw, kind, name) : Number(integer)
      }
      case 'enum':
        // A name that is not known is dropped like an unknown member; a number stays, and breaks a rule later.
        if (typeof raw === 'string') return enumName(schema, raw)
        return Number.isInteger(raw)
          ? (enumName(schema, raw as number) ?? (raw as number))
          : this.#wrong(raw, kind, name)
      case 'timestamp':
        return (typeof raw === 'string' ? readTimestamp(raw) : undefined) ?? this.#wrong(raw, kind, name)
      case 'duration':
        return typeof raw === 'string' && DURATION.test(raw) ? raw : this.#wrong(raw, kind, name)
      case 'message':
        return isObject(raw) ? this.message(raw, fieldsOf(schema)) : this.#wrong(raw, kind, name)
      case 'list':
        return this.#list(raw, schema, name)
    }
  }

  /** An empty list is the same as none: repeated fields have no presence. */
  #list(raw: unknown, schema: Schema, name: string): Json | undefined {
    const items = schema.child('items')
    if (!Array.isArray(raw) || !items) return this.#wrong(raw, 'repeated', name)
    const list = raw.map((item) => this.#field(item, items, name)).filter((item) => item !== undefined)
    return list.length > 0 ? list : undefined
  }

  #wrong(raw: unknown, kind: string, name: string): undefined {
    const at = Math.max(0, this.#text.indexOf(JSON.stringify(raw)))
    const lines = this.#text.slice(0, at).split('\n')
    const place = `line ${lines.length}:${(lines.at(-1) ?? '').length + 1}`
    this.fault ??= `proto: (${place}): invalid value for ${kind} field ${name}: ${describe(raw)}`
  }
}

const DURATION = /^-?[0-9]{1,12}(\.[0-9]{1,9})?s$/
const TIMESTAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/

function readInteger(raw: unknown, most: bigint): bigint | undefined {
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

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function describe(value: unknown): string {
  const text = Array.isArray(value) ? '[' : isObject(value) ? '{' : JSON.stringify(value)
  return text.slice(0, 80)
}
