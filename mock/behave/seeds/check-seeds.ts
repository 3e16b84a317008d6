import { decodeOrKeep } from '../../../src/base/decode-or-keep.js'
import { pointerKeys } from '../../../src/base/json-pointer.js'
import { describeValue } from '../../../src/base/text.js'
import { toolError, type ToolError } from '../../../src/base/tool-error.js'
import type { Collection } from '../../../src/resources/collection.js'
import { depthOf } from '../../../src/resources/collection-path.js'
import { withIds } from '../entity/entity.js'
import { memberAt } from '../member.js'
import { keyOf, type Place } from '../shelf/place.js'
import type { SeedEntry } from './seed-entries.js'

/**
 * Whether seeds can be: entities that their schema accepts, ids that are there once, and parents that exist.
 * @param isThere whether the document itself holds an item that no seed gives
 * @returns the entries with their own id and the ids above them filled in
 * @throws ToolError CONFIG_INVALID for the first that cannot be, with its place
 */
export function checkSeeds(entries: readonly SeedEntry[], isThere: (place: Place) => boolean): readonly SeedEntry[] {
  const given = new Map<string, Set<string>>()
  for (const entry of entries) {
    const ids = given.get(entry.key) ?? new Set()
    given.set(entry.key, ids)
    if (ids.has(entry.id)) throw invalid(entry, 'there are two of this id', 'Give one of them another id.')
    ids.add(entry.id)
  }
  return entries.map((entry) => {
    if (!entry.collection) return entry
    checkParent(entry, entry.collection, given, isThere)
    return checkEntity(entry, entry.collection)
  })
}

function checkEntity(entry: SeedEntry, collection: Collection): SeedEntry {
  const { identity, parentMembers, entity } = collection.details
  const place = placeOf(entry, collection)
  const filled = withIds(place, entry.id, entry.value)
  const members = [identity.at, ...parentMembers.map((name) => (name === undefined ? undefined : [name]))]
  for (const at of members) {
    const written = at && memberAt(entry.value, at)
    if (at === undefined || written === undefined || isSame(written, memberAt(filled, at))) continue
    const reason = `${at.join('.')} is ${describeValue(written)}, and its place says ${describeValue(memberAt(filled, at))}`
    throw invalid(entry, reason, 'Let both say the same.', at)
  }
  const [issue] = entity?.issues(filled, 'response') ?? []
  if (!issue) return { ...entry, value: filled }
  const reason = `${issue.at === '' ? '' : `${issue.at}: `}${issue.message}`
  throw invalid(entry, reason, `The schema of ${collection.path} says so, at #${issue.spec}.`, pointerKeys(issue.at))
}

/** '7' and 7 are one id. */
function isSame(a: unknown, b: unknown): boolean {
  const isText = (value: unknown) => typeof value === 'string' || typeof value === 'number'
  return isText(a) && isText(b) && String(a) === String(b)
}

/** The next thing above is enough: it is held against what is above it in its turn, or the document holds it. */
function checkParent(
  entry: SeedEntry,
  collection: Collection,
  given: ReadonlyMap<string, ReadonlySet<string>>,
  isThere: (place: Place) => boolean,
): void {
  const { parent } = collection
  if (parent?.kind !== 'items' || parent.details.existence === 'lenient') return
  const ids = placeOf(entry, collection).parentIds
  const above = depthOf(parent)
  const key = keyOf(parent, ids.slice(0, above))
  const id = ids[above] ?? ''
  const siblings = given.get(key)
  if (
    siblings
      ? siblings.has(id)
      : isThere({ collection: parent, key, parentIds: ids.slice(0, above), id, presumes: 'nothing' })
  )
    return
  const known = siblings ? `There are ${[...siblings].slice(0, 10).join(', ')}.` : `Add it to ${key}.`
  throw invalid(entry, `there is no ${id} in ${key}`, known)
}

function placeOf({ key, id }: SeedEntry, collection: Collection): Place {
  const parts = key.slice(1).split('/')
  const parentIds = collection.segments.flatMap((segment, index) =>
    segment === undefined ? [decodeOrKeep(parts[index] ?? '')] : [],
  )
  return { collection, key, parentIds, id, presumes: 'nothing' }
}

function invalid(entry: SeedEntry, reason: string, remedy: string, within: readonly string[] = []): ToolError {
  const place = entry.placeOf(...within)
  return toolError('CONFIG_INVALID', { place, reason: `seed ${entry.key}/${entry.id}: ${reason}`, remedy })
}
