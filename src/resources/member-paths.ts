import type { Schema } from '../model/schema.js'
import { typesOf, viewObject } from './object-view.js'
import { plain, singular } from './words.js'

/** Objects that hold what others keep in the entity itself: JSON:API, Airtable, HubSpot. */
const HOLDERS = ['attributes', 'fields', 'properties']

/** Finds members of an entity by any spelling of their names, and by ways into objects: 'address.city'. */
export type FindMember = (name: string) => readonly string[] | undefined

export function createFindMember(entity: Schema | undefined): FindMember {
  const paths = pathsOf(entity)
  return (name) => paths.get(plain(name)) ?? (name.includes('.') ? wayInto(entity, name.split('.')) : undefined)
}

const known = new WeakMap<Schema, ReadonlyMap<string, readonly string[]>>()

/** By plain spelling; the entity's own members go before those that are held. */
function pathsOf(entity: Schema | undefined): ReadonlyMap<string, readonly string[]> {
  if (!entity) return new Map()
  let paths = known.get(entity)
  if (!paths) known.set(entity, (paths = collectPaths(entity)))
  return paths
}

function collectPaths(entity: Schema): Map<string, readonly string[]> {
  const paths = new Map<string, readonly string[]>()
  const properties = [...(viewObject(entity)?.properties ?? [])]
  for (const [name] of properties) paths.set(plain(name), [name])
  for (const [name, { schema }] of properties) {
    if (!HOLDERS.includes(plain(name)) || !typesOf(schema).has('object')) continue
    for (const [inner] of viewObject(schema)?.properties ?? []) {
      if (!paths.has(plain(inner))) paths.set(plain(inner), [name, inner])
    }
  }
  for (const [name, { schema }] of properties) {
    const add = (called: string, at: readonly string[]): void => {
      const word = plain(called)
      if (word !== '' && !paths.has(word)) paths.set(word, at)
    }
    // `tag` is one of the `tags`, or of the `tagList`.
    const one = typesOf(schema).has('array') ? singular(name).replace(/_?list$/i, '') : undefined
    // `tag_name` and `tag_id` say which of them by what names it.
    if (one !== undefined) for (const called of [one, `${one}name`, `${one}id`]) add(called, [name])
    // `author_id` is the `id` of the `author`.
    for (const [inner] of viewObject(schema)?.properties ?? []) add(name + inner, [name, inner])
    if (plain(name) !== 'relationships') continue
    // JSON:API 1.1, 7.2.2.2: `{ author: { data: { type, id } } }`
    for (const [inner, { schema: relation }] of viewObject(schema)?.properties ?? []) {
      if (viewObject(relation)?.properties.has('data')) add(inner, [name, inner, 'data'])
    }
  }
  return paths
}

function wayInto(entity: Schema | undefined, names: readonly string[]): readonly string[] | undefined {
  let schema = entity
  const way: string[] = []
  for (const name of names) {
    const properties = schema && viewObject(schema)?.properties
    const found = [...(properties ?? [])].find(([candidate]) => plain(candidate) === plain(name))
    if (!found) return undefined
    way.push(found[0])
    schema = found[1].schema
  }
  return way
}
