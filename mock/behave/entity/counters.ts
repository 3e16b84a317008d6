/** Members that count what is below an item: `task_count`, `tasksCount`, `numTasks`, `totalTasks`. */
import type { JsonObject } from '../../../src/base/json.js'
import type { ApiModel } from '../../../src/model/api-model.js'
import type { Collection } from '../../../src/resources/collection.js'
import { typesOf, viewObject, type Property } from '../../../src/resources/object-view.js'
import { plain, singular } from '../../../src/resources/words.js'
import { memberAt, withMember } from '../member.js'
import { wordsBelow } from './words-below.js'

/** Sets the members that count a collection in the entity above it. */
export function withCount(above: Collection, value: JsonObject, name: string, count: number): JsonObject {
  let result = value
  for (const member of countersOf(above, name)) {
    if (memberAt(value, [member]) !== count) result = withMember(result, [member], count)
  }
  return result
}

const zeros = new WeakMap<Collection, readonly string[]>()

/** A new item has nothing below it. */
export function withoutCounts(model: ApiModel, collection: Collection, value: JsonObject): JsonObject {
  let members = zeros.get(collection)
  if (!members) {
    members = [...wordsBelow(model, collection).values()].flatMap((name) => countersOf(collection, name))
    zeros.set(collection, members)
  }
  return members.reduce((result, member) => withMember(result, [member], 0), value)
}

const known = new WeakMap<Collection, Map<string, readonly string[]>>()

/** Names of members. */
export function countersOf(above: Collection, name: string): readonly string[] {
  let byName = known.get(above)
  if (!byName) known.set(above, (byName = new Map<string, readonly string[]>()))
  let counters = byName.get(name)
  if (!counters) byName.set(name, (counters = findCounters(above, name)))
  return counters
}

/** What a count of pets is called: `petCount`, `pets_total`, in plain spelling. */
export function countWords(name: string): readonly string[] {
  return [plain(name), plain(singular(name))].flatMap((noun) => [
    `${noun}count`,
    `num${noun}`,
    `numberof${noun}`,
    `total${noun}`,
    `${noun}total`,
    `count${noun}`,
  ])
}

/** Only what no client may send. */
function findCounters({ details }: Collection, name: string): string[] {
  const words = countWords(name)
  const sendable = details.sent && viewObject(details.sent)?.properties
  return [...((details.entity && viewObject(details.entity)?.properties) ?? [])].flatMap(([member, property]) =>
    words.includes(plain(member)) && isCounter(property) && (property.readOnly || !sendable?.has(member))
      ? [member]
      : [],
  )
}

function isCounter({ schema, writeOnly }: Property): boolean {
  return !writeOnly && typesOf(schema).has('integer') && schema.accepts(0, 'response')
}
