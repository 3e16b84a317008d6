import { acceptsDecoded } from '../../src/check/check-value.js'
import type { JsonObject } from '../../src/base/json.js'
import type { Schema } from '../../src/model/schema.js'
import { viewObject } from '../../src/resources/object-view.js'
import type { Control } from '../../src/resources/query-controls.js'
import type { Call } from './behaviour.js'
import { copyOf } from './member.js'
import { inputOf } from './input-of.js'

/** The members that a call asks for; undefined when it asks for none, or in a language of the API's own, 'files(id)'. */
export function fieldsAsked(control: Control | undefined, call: Call): ReadonlySet<string> | undefined {
  const asked = inputOf(control, call)
  const names = (Array.isArray(asked) ? asked : typeof asked === 'string' ? asked.split(',') : []).map(String)
  if (names.length === 0 || !names.every((name) => /^[\w.-]+$/.test(name))) return undefined
  return new Set(names.map((name) => name.split('.')[0] ?? ''))
}

/** An item with the chosen members and those that its schema demands; whole where it must be, or where no name is known. */
export function chooseFields(schema: Schema | undefined, item: JsonObject, asked: ReadonlySet<string>): JsonObject {
  const view = schema && viewObject(schema)
  if (!schema || !view || ![...asked].some((name) => view.properties.has(name))) return item
  const chosen = copyOf(Object.entries(item).filter(([name]) => asked.has(name) || view.required.has(name)))
  return acceptsDecoded(schema, chosen, 'response') ? chosen : item
}
