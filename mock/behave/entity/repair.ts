import { acceptsDecoded } from '../../../src/check/check-value.js'
import { isRecord, type JsonObject } from '../../../src/base/json.js'
import type { Schema } from '../../../src/model/schema.js'
import { itemsOf, typesOf, viewObject } from '../../../src/resources/object-view.js'
import { copyOf, withoutMembers } from '../member.js'
import type { Tools } from '../tools.js'

/** Nested deeper, a broken part is replaced as a whole. */
const MAX_DEPTH = 6
const MAX_KINDS = 20

/**
 * The nearest value that a schema accepts in answers: what fits stays, what is missing or does not fit is generated.
 * The mock never contradicts its document, so this stands between the state and every answer.
 */
export function repair(tools: Tools, schema: Schema, value: JsonObject, label: string): JsonObject {
  if (acceptsDecoded(schema, value)) return value
  const mended = mend(tools, schema, value, label, 0)
  if (isRecord(mended) && acceptsDecoded(schema, mended)) return mended as JsonObject
  const sample = tools.sample(schema, label)
  if (!isRecord(sample) || !acceptsDecoded(schema, sample)) {
    // Where no value at all is found, what was said is nearer to the truth than what is made up.
    return (
      asOtherKind(tools, schema, value, label) ??
      (isRecord(mended) && isRecord(sample) ? (mended as JsonObject) : value)
    )
  }
  // Which member breaks the whole is not known: those that fit one by one are kept.
  let kept = sample as JsonObject
  for (const [name, member] of Object.entries(mended as JsonObject)) {
    const tried = copyOf([...Object.entries(kept), [name, member]])
    if (acceptsDecoded(schema, tried)) kept = tried
  }
  return kept
}

/** As the first alternative that can show it: the one that the value is nearest to cannot. */
function asOtherKind(tools: Tools, schema: Schema, value: JsonObject, label: string): JsonObject | undefined {
  const whole = schema.target ?? schema
  for (const kind of [...whole.list('oneOf'), ...whole.list('anyOf')].slice(0, MAX_KINDS)) {
    const mended = mend(tools, kind, value, label, 0)
    if (isRecord(mended) && acceptsDecoded(schema, mended)) return mended as JsonObject
  }
  return undefined
}

function mend(tools: Tools, schema: Schema, value: unknown, label: string, depth: number): unknown {
  if (depth > MAX_DEPTH || acceptsDecoded(schema, value)) return value
  const view = viewObject(schema, isRecord(value) ? value : undefined)
  if (isRecord(value) && view) {
    const sample = remember(() => tools.sample(schema, label))
    let mended = value as JsonObject
    if (view.closed)
      mended = withoutMembers(
        mended,
        Object.keys(mended).filter((name) => !view.properties.has(name)),
      )
    const entries = new Map<string, unknown>(Object.entries(mended))
    for (const [name, property] of view.properties) {
      if (property.writeOnly) {
        entries.delete(name)
        continue
      }
      const required = view.required.has(name)
      if (!entries.has(name) && !required) continue
      const member = entries.has(name)
        ? mend(tools, property.schema, entries.get(name), `${label}/${name}`, depth + 1)
        : undefined
      if (member !== undefined && acceptsDecoded(property.schema, member)) entries.set(name, member)
      else if (required) {
        const shown = sampleMember(sample(), name)
        // The sample may be of another alternative.
        const isFit = shown !== undefined && acceptsDecoded(property.schema, shown)
        entries.set(name, isFit ? shown : tools.sample(property.schema, `${label}/${name}`))
      } else entries.delete(name)
    }
    for (const name of view.required) {
      const made = entries.has(name) ? undefined : sampleMember(sample(), name)
      if (made !== undefined) entries.set(name, made)
    }
    return copyOf(entries)
  }
  if (Array.isArray(value) && typesOf(schema).has('array')) {
    const items = itemsOf(schema)
    return items ? value.map((item: unknown, index) => mend(tools, items, item, `${label}/${index}`, depth + 1)) : value
  }
  return inOtherType(schema, value) ?? tools.sample(schema, label)
}

/** The same number as text, or the text as number, where one schema says so and another otherwise. */
function inOtherType(schema: Schema, value: unknown): unknown {
  const other = typeof value === 'number' ? String(value) : isDigits(value) ? Number(value) : undefined
  return other !== undefined && acceptsDecoded(schema, other) ? other : undefined
}

function isDigits(value: unknown): boolean {
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value)
}

function sampleMember(sample: unknown, name: string): unknown {
  return isRecord(sample) && Object.hasOwn(sample, name) ? sample[name] : undefined
}

function remember<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}
