/**
 * Members that say where the item itself is (`url`, `links.self`, `_links.self.href`, `meta.location`), or what is below it
 * (`tasks_url`, `_links.items`): a server computes them, and a client follows them.
 */
import { acceptsDecoded } from '../../../src/check/check-value.js'
import { isRecord, type JsonObject } from '../../../src/base/json.js'
import type { ApiModel } from '../../../src/model/api-model.js'
import type { Schema } from '../../../src/model/schema.js'
import type { Collection } from '../../../src/resources/collection.js'
import { itemsOf, keywordOf, typesOf, viewObject, type Property } from '../../../src/resources/object-view.js'
import { hasAddressForId } from '../../../src/resources/identity.js'
import { plain } from '../../../src/resources/words.js'
import { HERE } from '../../answer/address.js'
import { hasPath, itemPath } from './item-path.js'
import { memberAt, withMember } from '../member.js'
import type { Place } from '../shelf/place.js'
import type { Tools } from '../tools.js'
import { wordsBelow } from './words-below.js'

interface AddressMember {
  readonly at: readonly string[]
  readonly schema: Schema
  /** What stands behind the item's own path: '' or '/tasks'. */
  readonly below: string
  /** Of a schema that says so itself, an example is what the document wants shown. */
  readonly hasExample: boolean
  /** Without the host. */
  readonly isPath: boolean
}

const SELF = /^(self|self(link|url|uri|href|ref)|fullurl|resource(uri|url|link)|odataid)$/
/** These may be anything else of the item, unless only the server can say it. */
const SELF_OF_SERVER = /^(url|uri|href|link|apiurl|location)$/
const LINKS = /^(links?|_links)$/
const META = /^_?(meta|metadata)$/
const LINK_ENDING = /(url|uri|href|link)$/

/**
 * 'created': what the client did not say, whatever address an example has, which is another item's. 'generated': nobody said
 * anything, and an example is as good. 'kept': what is missing.
 */
export type AddressOrigin = 'created' | 'generated' | 'kept'

export function withOwnAddress(
  { model }: Pick<Tools, 'model'>,
  schema: Schema | undefined,
  place: Place,
  id: string,
  value: JsonObject,
  origin: AddressOrigin,
): JsonObject {
  if (!schema || !hasPath(place.collection)) return value
  const members = membersOf(model, schema, place.collection)
  if (members.length === 0) return value
  const path = itemPath(place, id)
  let result = value
  for (const { at, schema: member, below, hasExample, isPath } of members) {
    const own = path + (path.endsWith('/') && below !== '' ? `${below.slice(1)}/` : below)
    const before = memberAt(value, at)
    if (hasExample && origin !== 'created' && !isOwn(before, own)) continue
    if (before !== undefined && origin !== 'generated' && !isOwn(before, own)) continue
    const address = written(member, isPath ? own : HERE + own)
    if (address !== undefined) result = withMember(result, at, address)
  }
  return result
}

/** What a client read and sends back is not its own word. */
function isOwn(before: unknown, own: string): boolean {
  const text = isRecord(before) ? before['href'] : before
  return typeof text === 'string' && (text === own || (/^https?:\/\//.test(text) && text.endsWith(own)))
}

/** As text, as a link object, or as a list of links; undefined where the schema takes none of them. */
function written(schema: Schema, address: string): unknown {
  const types = typesOf(schema)
  const link = { href: address }
  const candidates = types.has('array')
    ? [[{ rel: 'self', ...link }], [{ rel: 'self', ...link, method: 'GET' }]]
    : types.has('object')
      ? [link]
      : [address]
  return candidates.find((candidate) => acceptsDecoded(schema, candidate))
}

const known = new WeakMap<Schema, WeakMap<Collection, readonly AddressMember[]>>()

function membersOf(model: ApiModel, schema: Schema, collection: Collection): readonly AddressMember[] {
  let byCollection = known.get(schema)
  if (!byCollection) known.set(schema, (byCollection = new WeakMap()))
  let members = byCollection.get(collection)
  if (!members) byCollection.set(collection, (members = findMembers(model, schema, collection)))
  return members
}

function findMembers(model: ApiModel, schema: Schema, collection: Collection): AddressMember[] {
  const found: AddressMember[] = []
  const { sent, identity } = collection.details
  const sendable = sent && viewObject(sent)?.properties
  let belowKnown: ReadonlyMap<string, string> | undefined
  const below = (word: string): string | undefined =>
    (belowKnown ??= wordsBelow(model, collection)).get(word.replace(LINK_ENDING, '')) ?? belowKnown.get(word)
  const view = viewObject(schema)
  const isByName = view !== undefined && hasAddressForId(view) && identity.at?.[0] === 'name'
  for (const [name, property] of view?.properties ?? []) {
    if (property.writeOnly || identity.at?.[0] === name) continue
    const word = plain(name)
    const isServers = property.readOnly || !sendable?.has(name)
    const add = (at: readonly string[], member: Property, where: string): void => {
      const hasExample = hasOwnExample(member.schema) || memberAt(keywordOf(schema, 'example'), at) !== undefined
      found.push({ at, schema: member.schema, below: where, hasExample, isPath: name === 'id' })
    }
    if (isAddress(property.schema)) {
      if (name === 'id' && isByName) add([name], property, '')
      else if (SELF.test(word) || (isServers && isSelfOfServer(word, property.schema))) add([name], property, '')
      else if (isServers && LINK_ENDING.test(word)) {
        const segment = below(word)
        if (segment !== undefined) add([name], property, `/${segment}`)
      }
      continue
    }
    if (LINKS.test(name.toLowerCase()) && isLinkList(property.schema)) add([name], property, '')
    const isLinks = LINKS.test(name.toLowerCase())
    if (!isLinks && !META.test(word)) continue
    for (const [inner, deeper] of viewObject(property.schema)?.properties ?? []) {
      const innerWord = plain(inner)
      if (deeper.writeOnly || !(isAddress(deeper.schema) || isLink(deeper.schema))) continue
      if (SELF.test(innerWord) || (isServers && !isLinks && isSelfOfServer(innerWord, deeper.schema))) {
        add([name, inner], deeper, '')
      } else if (isLinks) {
        const segment = below(innerWord)
        if (segment !== undefined) add([name, inner], deeper, `/${segment}`)
      }
    }
  }
  return found
}

/** A `location` without a format is a town as often as an address. */
function isSelfOfServer(word: string, schema: Schema): boolean {
  return SELF_OF_SERVER.test(word) && (word !== 'location' || isUri(schema))
}

function isAddress(schema: Schema): boolean {
  const types = typesOf(schema)
  if (!types.has('string') || types.has('object') || types.has('array')) return false
  return keywordOf(schema, 'enum') === undefined && (keywordOf(schema, 'format') === undefined || isUri(schema))
}

function isUri(schema: Schema): boolean {
  const format = keywordOf(schema, 'format')
  return typeof format === 'string' && /^(uri|url|iri)/.test(format)
}

/** `{ href }`, as HAL has it. */
function isLink(schema: Schema): boolean {
  const href = viewObject(schema)?.properties.get('href')
  return href !== undefined && isAddress(href.schema)
}

/** `[{ rel, href }]` */
function isLinkList(schema: Schema): boolean {
  const items = typesOf(schema).has('array') ? itemsOf(schema) : undefined
  return items !== undefined && isLink(items) && viewObject(items)?.properties.has('rel') === true
}

function hasOwnExample(schema: Schema): boolean {
  return ['example', 'examples', 'default', 'const'].some((keyword) => keywordOf(schema, keyword) !== undefined)
}
