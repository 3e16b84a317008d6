/** What must be there from the start, and only the server says: nothing was counted yet, nothing was done yet. */
import type { JsonObject } from '../../../src/base/json.js'
import type { Schema } from '../../../src/model/schema.js'
import type { Collection } from '../../../src/resources/collection.js'
import { isChoice, itemsOf, keywordOf, typesOf, viewObject, type Property } from '../../../src/resources/object-view.js'
import { namesThing } from '../../../src/resources/identity.js'
import { plain } from '../../../src/resources/words.js'
import { withMember } from '../member.js'

/** A new thing is ready for use, unless it says otherwise. */
const FROM_THE_START =
  /^(is)?(active|enabled|available|valid|visible|open|editable|deletable|can\w+|allow\w+|has\w+permission)$/
const COUNT = /(count|counts|counter)$|^(numberof|num)[a-z]/

const known = new WeakMap<Collection, readonly (readonly [string, unknown])[]>()

/** Flags and counts that nobody can send begin where they begin in a real server; what the document shows goes first. */
export function withFreshStart(collection: Collection, value: JsonObject): JsonObject {
  const { entity } = collection.details
  const isFixed = !entity || !isChoice(entity)
  let starts = known.get(collection)
  if (!starts || !isFixed) known.set(collection, (starts = startsOf(collection, value)))
  return starts.reduce(
    (result, [name, start]) => (Object.hasOwn(result, name) ? result : withMember(result, [name], start)),
    value,
  )
}

function startsOf(
  { details: { entity, sent } }: Collection,
  value: JsonObject,
): readonly (readonly [string, unknown])[] {
  const view = entity && viewObject(entity, value)
  if (!view || keywordOf(entity, 'example') !== undefined || keywordOf(entity, 'examples') !== undefined) return []
  const sendable = sent && viewObject(sent, value)?.properties
  return [...view.properties].flatMap(([name, property]) => {
    const isServers = property.readOnly || (sendable !== undefined && !sendable.has(name))
    const start = isServers && (property.readOnly || view.required.has(name)) ? startOf(name, property) : undefined
    return start === undefined ? [] : [[name, start] as const]
  })
}

function startOf(name: string, { schema, readOnly, writeOnly }: Property): unknown {
  if (writeOnly || SAID.some((keyword) => keywordOf(schema, keyword) !== undefined)) return undefined
  const types = typesOf(schema)
  const word = plain(name)
  if (types.size === 1 && types.has('boolean'))
    return [FROM_THE_START.test(word)].find((start) => schema.accepts(start, 'response'))
  // Nobody follows yet what was made just now.
  if (readOnly && types.size === 1 && types.has('array') && holdsThings(schema))
    return [[]].find((start) => schema.accepts(start, 'response'))
  const isCount = types.has('integer') && !types.has('string') && COUNT.test(word)
  return isCount ? [0].find((start) => schema.accepts(start, 'response')) : undefined
}

function holdsThings(schema: Schema): boolean {
  const items = itemsOf(schema)
  return [...((items && viewObject(items)?.properties.keys()) ?? [])].some(namesThing)
}

const SAID = ['default', 'const', 'enum', 'example', 'examples']
