/** Things that are sent by what names them and shown as a whole: `assignee: 7`, `assignee_id: 7`, `tag_ids: [1, 2]`. */
import { isScalar, type JsonObject } from '../../../src/base/json.js'
import { isExactInteger } from '../../../src/http/convert-text.js'
import type { Schema } from '../../../src/model/schema.js'
import { namesThing, tellingRank } from '../../../src/resources/identity.js'
import { itemsOf, typesOf, viewObject, type ObjectView } from '../../../src/resources/object-view.js'
import { plain, singular } from '../../../src/resources/words.js'
import { copyOf } from '../member.js'

/** The member of the entity, and what names the thing in it. */
export interface Reference {
  readonly member: string
  readonly inner: string
}

/** `assignee_id` where the entity shows an `assignee` with an `id`, `label_ids` where it shows `labels`. */
export function referenceIn({ properties }: ObjectView, name: string): Reference | undefined {
  const word = plain(name)
  for (const [member, { schema }] of properties) {
    const items = itemsOf(schema)
    const thing = items ?? schema
    if (!word.startsWith(plain(items ? singular(member) : member))) continue
    for (const inner of viewObject(thing)?.properties.keys() ?? []) {
      const called = items ? `${plain(singular(member) + inner)}s` : plain(member + inner)
      if (namesThing(inner) && called === word) return { member, inner }
    }
  }
  return undefined
}

/**
 * A value as the entity shows it: a thing that holds what was sent of it, or the text of another type. What fits, and what has
 * no such form, is as it was sent.
 * @param isAsked the document lets the client send it in its own form; else what has another type than a text is wrong
 */
export function asShown(schema: Schema, sent: unknown, isAsked: boolean, reference?: Reference): unknown {
  if (Array.isArray(sent)) return asThings(schema, sent, reference)
  if (typeof sent === 'object' || typeof sent === 'undefined' || (!reference && hasTypeOf(schema, sent))) return sent
  const types = typesOf(schema)
  if (types.has('object')) return asThing(schema, sent, reference) ?? sent
  const text = String(sent)
  return isAsked && types.has('string') && schema.accepts(text, 'response') ? text : sent
}

function asThings(schema: Schema, sent: readonly unknown[], reference: Reference | undefined): unknown {
  const items = sent.some(isScalar) && typesOf(schema).has('array') ? itemsOf(schema) : undefined
  if (!items || !viewObject(items) || (!reference && sent.every((each) => hasTypeOf(items, each)))) return sent
  return sent.map((each: unknown) => (isScalar(each) ? (asThing(items, each, reference) ?? each) : each))
}

function asThing(schema: Schema, sent: unknown, reference: Reference | undefined): unknown {
  const properties: ObjectView['properties'] = viewObject(schema)?.properties ?? new Map<string, never>()
  const names = reference
    ? [reference.inner]
    : [...properties.keys()].filter(namesThing).sort((a, b) => tellingRank(a) - tellingRank(b))
  for (const name of names) {
    const property = properties.get(name)?.schema
    const said = property && [sent, String(sent)].find((each) => property.accepts(each, 'response'))
    if (said !== undefined) return copyOf([[name, said]])
  }
  return typeof sent === 'string' && !reference ? asText(properties, sent) : undefined
}

const TEXTS = /^(raw|rendered|value|text|plain|plaintext)$/

/** `title: 'Hello'` where `{ raw, rendered }` is shown, as WordPress has it. */
function asText(properties: ObjectView['properties'], sent: string): JsonObject | undefined {
  const texts = [...properties].filter(
    ([name, { schema }]) => TEXTS.test(plain(name)) && schema.accepts(sent, 'response'),
  )
  return texts.length > 0 ? copyOf(texts.map(([name]) => [name, sent])) : undefined
}

export function hasTypeOf(schema: Schema, value: unknown): boolean {
  if (value === null) return true
  const types = typesOf(schema)
  if (types.size === 0) return true
  if (Array.isArray(value)) return types.has('array')
  const isNumber = typeof value === 'number' || (typeof value === 'string' && isExactInteger(value))
  if (isNumber && (types.has('number') || types.has('integer'))) return true
  return types.has(typeof value as 'object' | 'string' | 'boolean')
}
