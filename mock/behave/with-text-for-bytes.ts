import { isRecord, setOwn } from '../../src/base/json.js'
import type { Operation } from '../../src/model/api-model.js'
import { isJsonType } from '../../src/model/media-type.js'
import type { Behaviour } from './behaviour.js'

/** Uploaded files are bytes; what is remembered is JSON: they are kept as Base64, as JSON Schema's `contentEncoding` has it. */
export function withTextForBytes({ body }: Operation, behaviour: Behaviour): Behaviour {
  if (!body || body.content.every(({ range }) => range && isJsonType(range))) return behaviour
  return (call, world) => behaviour({ ...call, body: textForBytes(call.body) }, world)
}

function textForBytes(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return value.map(textForBytes)
  if (!isRecord(value)) return value
  const copy: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) setOwn(copy, name, textForBytes(member))
  return copy
}
