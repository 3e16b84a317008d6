import type { ResourcePlan } from '../../../src/resources/resource-plan.js'
import type { Behaviours } from '../behaviour.js'
import { checkCollection } from '../check-config.js'
import { checkSeeds } from './check-seeds.js'
import type { Place } from '../shelf/place.js'
import {
  seedEntries,
  type IdOf,
  type PlaceOf,
  type SeedEntry,
  type SeedSource,
  type SeedValues,
} from './seed-entries.js'

/** What a fresh world holds beside what the document itself gives. */
export interface Seeds {
  /** The collections that hold what is given and no more. */
  readonly keys: readonly string[]
  readonly entries: readonly SeedEntry[]
}

export interface SeedParts {
  readonly plan: ResourcePlan
  readonly behaviours: Behaviours
  readonly fixtures: readonly SeedSource[]
  readonly placeOf: PlaceOf
  readonly idOf: IdOf
  /** Whether the document itself holds an item. */
  readonly isThere: (place: Place) => boolean
}

/**
 * The seeds of the configuration and of fixtures. A fixture says all that a collection holds: the configuration's own seeds
 * of it, and of what is below items that the fixture does not have, are left out.
 * @throws ToolError CONFIG_INVALID for what cannot be, with its place
 */
export function readSeeds({ plan, behaviours, fixtures, placeOf, idOf, isThere }: SeedParts): Seeds {
  const given = fixtures.flatMap((fixture) => {
    for (const path of Object.keys(fixture.values)) checkCollection(path, plan, fixture.placeOf(path))
    return seedEntries(plan, fixture, idOf)
  })
  const replaced = fixtures.flatMap(({ values }) => Object.keys(values))
  const kept = without(behaviours.seed ?? {}, replaced, given)
  const own = seedEntries(plan, { values: kept, placeOf: (...keys) => placeOf('seed', ...keys) }, idOf)
  const keys = [...new Set([...Object.keys(kept), ...replaced])]
  if (behaviours.shared !== true) return { keys, entries: checkSeeds([...own, ...given], isThere) }
  const ownIds = new Set(own.map(({ key, id }) => `${key}/${id}`))
  const checked = checkSeeds(given, (place) => ownIds.has(`${place.key}/${place.id}`) || isThere(place))
  return { keys, entries: [...own, ...checked] }
}

function without(seed: SeedValues, replaced: readonly string[], given: readonly SeedEntry[]): SeedValues {
  const there = new Set(given.map(({ key, id }) => `${key}/${encodeURIComponent(id)}`))
  const isGone = (path: string): boolean =>
    replaced.some((key) => {
      if (!path.startsWith(`${key}/`)) return path === key
      const [id = ''] = path.slice(key.length + 1).split('/')
      return !there.has(`${key}/${id}`)
    })
  return Object.fromEntries(Object.entries(seed).filter(([path]) => !isGone(path)))
}
