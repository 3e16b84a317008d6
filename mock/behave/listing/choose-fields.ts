import { acceptsDecoded } from '../../../src/check/check-value.js'
import type { JsonObject } from '../../../src/base/json.js'
import type { Operation } from '../../../src/model/api-model.js'
import type { Schema } from '../../../src/model/schema.js'
import { memberSchema } from '../../../src/resources/identity.js'
import { viewObject } from '../../../src/resources/object-view.js'
import { queryControls } from '../../../src/resources/query-controls.js'
import type { Control } from '../../../src/resources/query-inputs.js'
import type { StatefulRole } from '../../../src/resources/role.js'
import type { Call } from '../behaviour.js'
import { inputOf } from '../input-of.js'
import { copyOf, memberAt, objectOf, withMember } from '../member.js'

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
  return acceptsDecoded(schema, chosen) ? chosen : item
}

/** The answer for one item with the members that the call asks for; the same where it asks for none. */
export function createFieldChoice<T>(
  operation: Operation,
  role: StatefulRole,
): (call: Call, value: T) => T | JsonObject {
  const { fields } = queryControls(operation, role.collection.details.entity)
  const { schema } = role.success
  const at = role.entityAt ?? []
  if (!fields || !schema) return (_, value) => value
  return (call, value) => {
    const asked = fieldsAsked(fields, call)
    const item = asked && objectOf(memberAt(value, at))
    const body = item && objectOf(value)
    if (!item || !body) return value
    const chosen = chooseFields(memberSchema(schema, at), item, asked)
    return at.length === 0 ? chosen : withMember(body, at, chosen)
  }
}
