import { acceptsDecoded } from '../../../src/check/check-value.js'
import type { JsonObject } from '../../../src/base/json.js'
import type { Schema } from '../../../src/model/schema.js'
import type { Collection } from '../../../src/resources/collection.js'
import { isChoice, viewObject, type ObjectView, type Property } from '../../../src/resources/object-view.js'
import { plain, spellingsOf } from '../../../src/resources/words.js'
import { asShown, hasTypeOf, referenceIn, type Reference } from './as-shown.js'
import { intoHolder, withoutHeld } from './held.js'
import { copyOf } from '../member.js'
import { withoutSecrets } from './without-secrets.js'

/**
 * What of a client's members becomes part of the entity: not what only the server says or must not be shown, and not options of
 * the request that the entity does not have. What the entity shows in another form is put into it (`assignee: 7` for an object).
 */
export function acceptedMembers(said: JsonObject, collection: Collection, sentSchema: Schema | undefined): JsonObject {
  const { entity } = collection.details
  const sent = intoHolder(collection, said)
  const sendable = sentSchema && sendableMembers(sentSchema, collection, sent)
  const view = entity && viewObject(entity, sent)
  const shownOf = (name: string): unknown => {
    const asked = sendable?.get(name)
    const schema = asked ? asked.schema : view?.properties.get(name)?.schema
    const formed = schema ? asShown(schema, sent[name], asked !== undefined, asked?.reference) : sent[name]
    return schema ? withoutHeld(name, schema, withoutSecrets(schema, formed)) : formed
  }
  const nameOf = (name: string, shown: unknown) => acceptedAs(name, shown, sent, sendable?.get(name), view)
  const names = Object.keys(sent)
  const isAsSent = (name: string): boolean => {
    const shown = shownOf(name)
    return shown === sent[name] && nameOf(name, shown) === name
  }
  // As a rule all of it.
  if (names.every(isAsSent)) return sent
  return copyOf(
    names.flatMap((name): [string, unknown][] => {
      const shown = shownOf(name)
      const as = nameOf(name, shown)
      return as === undefined ? [] : [[as, shown]]
    }),
  )
}

/** The name that the entity has for it; undefined when it does not become part of the entity. */
function acceptedAs(
  name: string,
  member: unknown,
  sent: JsonObject,
  asked: Sendable | undefined,
  view: ObjectView | undefined,
): string | undefined {
  if (!asked) return isHidden(view?.properties.get(name)) ? undefined : name
  const { as, schema } = asked
  if (as === undefined || (as !== name && Object.hasOwn(sent, as))) return undefined
  return !schema || hasTypeOf(schema, member) || acceptsDecoded(schema, member) ? as : undefined
}

/** A member that a request declares: what the entity calls it, unless only the one or only the other may have it. */
interface Sendable {
  readonly as: string | undefined
  /** As the entity shows it, if it does. */
  readonly schema: Schema | undefined
  /** It says a member of what the entity shows: `assignee_id` the `id` of the `assignee`. */
  readonly reference: Reference | undefined
}

const sendableKnown = new WeakMap<Schema, WeakMap<Collection, ReadonlyMap<string, Sendable>>>()

function sendableMembers(sentSchema: Schema, collection: Collection, sent: JsonObject): ReadonlyMap<string, Sendable> {
  const { entity } = collection.details
  if (isChoice(sentSchema) || (entity && isChoice(entity))) return findSendable(sentSchema, collection, sent)
  let byCollection = sendableKnown.get(sentSchema)
  if (!byCollection)
    sendableKnown.set(sentSchema, (byCollection = new WeakMap<Collection, ReadonlyMap<string, Sendable>>()))
  let members = byCollection.get(collection)
  if (!members) byCollection.set(collection, (members = findSendable(sentSchema, collection, sent)))
  return members
}

function findSendable(sentSchema: Schema, collection: Collection, sent: JsonObject): Map<string, Sendable> {
  const { entity } = collection.details
  const view = entity && viewObject(entity, sent)
  const members = new Map<string, Sendable>()
  for (const [name, asked] of viewObject(sentSchema, sent)?.properties ?? []) {
    const own = view ? nameIn(view, name, collection.name) : name
    const reference = view && own === undefined ? referenceIn(view, name) : undefined
    const as = own ?? reference?.member
    const shown = as === undefined ? undefined : view?.properties.get(as)
    const isKept = as !== undefined && !isHidden(asked) && !isServers(as, shown, asked, collection)
    members.set(name, { as: isKept ? as : undefined, schema: shown?.schema, reference })
  }
  return members
}

function isHidden(property: Property | undefined): boolean {
  return property !== undefined && (property.readOnly || property.writeOnly)
}

/**
 * What is `readOnly` where it is shown and is asked for with a declaration of its own can be said by the client: one schema
 * tells what a request takes, the other what answers show. Dates and versions stay the server's.
 */
function isServers(as: string, shown: Property | undefined, asked: Property, { details }: Collection): boolean {
  if (!shown || !isHidden(shown)) return false
  if (shown.writeOnly || shown.schema === asked.schema) return true
  return details.owned.some(({ at, meaning }) => at.length === 1 && at[0] === as && meaning !== 'other')
}

function nameIn({ properties }: ObjectView, name: string, collection: string): string | undefined {
  if (properties.size === 0 || properties.has(name)) return name
  const words = spellingsOf(name, collection)
  return [...properties.keys()].find((candidate) => words.includes(plain(candidate)))
}
