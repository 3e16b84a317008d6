import { decodeOrKeep } from '../../base/decode-or-keep.js'
import { isRecord, own } from '../../base/json.js'
import { bodyJson } from '../../http/body-text.js'
import type { HttpResponse } from '../../http/exchange.js'
import { firstLine } from '../../http/header-text.js'
import type { Collection } from '../../resources/collection.js'
import { idNames } from '../../resources/identity.js'
import { plain } from '../../resources/words.js'

const DEEPEST = 3

/** The id that a create operation's answer tells: in its body by its usual names, else at the end of `Location`. */
export function madeId(collection: Collection, response: HttpResponse): string | undefined {
  const body = bodyJson(response)
  const at = collection.details.identity.at
  const names = idNames(collection.idParameter, collection.name)
  return (at && scalarAt(body, at)) ?? named(body, names, 0) ?? lastSegment(firstLine(response.headers, 'location'))
}

/** The id of what a list shows. */
export function itemId(collection: Collection, item: unknown): string | undefined {
  const { at } = collection.details.identity
  return (at && scalarAt(item, at)) ?? idIn(collection, item)
}

/** A member of what was sent, by the usual names of ids; with the path that leads to it. */
export function idIn(collection: Collection, value: unknown): string | undefined {
  return named(value, idNames(collection.idParameter, collection.name), DEEPEST)
}

function scalarAt(value: unknown, at: readonly string[]): string | undefined {
  let found = value
  for (const name of at) found = isRecord(found) ? own(found, name) : undefined
  return scalar(found)
}

/** Breadth first: an id in an envelope's own members goes before one deeper down. */
function named(value: unknown, names: readonly string[], depth: number): string | undefined {
  if (!isRecord(value)) return undefined
  for (const name of names) {
    for (const [key, member] of Object.entries(value)) {
      if (plain(key) === name && scalar(member) !== undefined) return scalar(member)
    }
  }
  if (depth >= DEEPEST) return undefined
  for (const member of Object.values(value)) {
    const found = named(member, names, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}

function scalar(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

function lastSegment(location: string | undefined): string | undefined {
  const segment = location?.split(/[?#]/)[0]?.split('/').filter(Boolean).at(-1)
  return segment === undefined ? undefined : decodeOrKeep(segment)
}
