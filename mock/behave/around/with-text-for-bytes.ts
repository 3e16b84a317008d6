import { isRecord, setOwn } from '../../../src/base/json.js'
import type { Operation } from '../../../src/model/api-model.js'
import { isJsonType } from '../../../src/model/media-type.js'
import type { Behaviour } from '../behaviour.js'

/** Uploaded files are bytes; what is remembered is JSON: they are kept as Base64, as JSON Schema's `contentEncoding` has it. */
export function withTextForBytes({ body }: Operation, behaviour: Behaviour): Behaviour {
  if (!body || body.content.every(({ range }) => range && isJsonType(range))) return behaviour
  return (call, world) => behaviour({ ...call, body: textForBytes(call.body) }, world)
}

/** As a rule there are none, and copying an object of many members costs more than all else that is done with it. */
function textForBytes(value: unknown): unknown {
  return holdsBytes(value) ? copyOf(value) : value
}

function holdsBytes(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return value instanceof Uint8Array || Object.values(value).some(holdsBytes)
}

function copyOf(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return value.map(copyOf)
  if (!isRecord(value)) return value
  const copy: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) setOwn(copy, name, copyOf(member))
  return copy
}
