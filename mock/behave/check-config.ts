import { isRecord, type UnknownRecord } from '../../src/base/json.js'
import { describeValue } from '../../src/base/text.js'
import type { ApiModel } from '../../src/model/api-model.js'
import { HINT_NAMES } from '../../src/resources/overrule.js'
import type { ResourcePlan } from '../../src/resources/resource-plan.js'
import type { Behaviours } from './behaviour.js'
import { collectionOfKey } from './shelf/collection-of-key.js'
import { configError, unknownName } from './config-error.js'
import type { PlaceOf } from './seeds/seed-entries.js'

type Kind = 'function' | 'record' | 'list' | 'count' | 'flag'

/** What each key of a configuration holds. A key of `Behaviours` that is not here does not compile. */
const KINDS: Readonly<Record<keyof Behaviours, Kind>> = {
  operations: 'record',
  gate: 'function',
  refuse: 'function',
  personas: 'list',
  permissions: 'function',
  seed: 'record',
  seedFiles: 'list',
  seedCount: 'count',
  plan: 'record',
  shared: 'flag',
  rules: 'list',
  scenarios: 'record',
}

export const CONFIG_KEYS: readonly string[] = Object.keys(KINDS)

/**
 * Holds a configuration against the document that it is for. What it says at run time is checked then.
 * @throws ToolError CONFIG_INVALID that names the place and the nearest names
 */
export function checkConfig(config: unknown, model: ApiModel, plan: ResourcePlan, placeOf: PlaceOf): Behaviours {
  if (!isRecord(config)) {
    const remedy = 'Write `export default defineConfig({ … })`.'
    throw configError(placeOf(), `expected an object as the default export, got ${describeValue(config)}`, remedy)
  }
  for (const [key, value] of Object.entries(config)) checkKey(key, value, placeOf)
  const behaviours: Behaviours = config
  checkPersonas(behaviours.personas ?? [], placeOf)
  if (behaviours.shared === true) return behaviours
  checkOperations(behaviours.operations ?? {}, model, placeOf)
  checkHints(behaviours.plan ?? {}, model, plan, placeOf)
  for (const path of Object.keys(behaviours.seed ?? {})) checkCollection(path, plan, placeOf('seed', path))
  return behaviours
}

function checkKey(key: string, value: unknown, placeOf: PlaceOf): void {
  if (!Object.hasOwn(KINDS, key)) {
    throw unknownName('key of the configuration', key, CONFIG_KEYS, placeOf(key))
  }
  const kind = KINDS[key as keyof Behaviours]
  if (value === undefined || isOfKind(value, kind)) return
  const remedy = `Mend \`${key}\`: see docs/configuration.md.`
  throw configError(placeOf(key), `${key}: expected ${WORDS[kind]}, got ${describeFunction(value)}`, remedy)
}

const WORDS: Readonly<Record<Kind, string>> = {
  function: 'a function',
  record: 'an object',
  list: 'a list',
  count: 'a whole number',
  flag: 'true or false',
}

function isOfKind(value: unknown, kind: Kind): boolean {
  switch (kind) {
    case 'function':
      return typeof value === 'function'
    case 'record':
      return isRecord(value)
    case 'list':
      return Array.isArray(value)
    case 'count':
      return Number.isInteger(value) && Number(value) >= 0
    case 'flag':
      return typeof value === 'boolean'
  }
}

function describeFunction(value: unknown): string {
  return typeof value === 'function' ? 'a function' : describeValue(value)
}

function checkOperations(operations: UnknownRecord, model: ApiModel, placeOf: PlaceOf): void {
  const ids = model.operations.map(({ id }) => id)
  for (const [id, behaviour] of Object.entries(operations)) {
    if (model.operation(id) === undefined) throw unknownName('operation', id, ids, placeOf('operations', id))
    if (typeof behaviour === 'function') continue
    const remedy = 'Write `(call, world) => ({ kind: …, … })`, or leave the operation out.'
    const got = describeValue(behaviour)
    throw configError(placeOf('operations', id), `operation ${id}: expected a function, got ${got}`, remedy)
  }
}

/** A hint that the plan can do nothing with is a mistake in the configuration. */
function checkHints(hints: UnknownRecord, model: ApiModel, plan: ResourcePlan, placeOf: PlaceOf): void {
  const ids = model.operations.map(({ id }) => id)
  for (const [id, hint] of Object.entries(hints)) {
    const operation = model.operation(id)
    const place = placeOf('plan', id)
    if (operation === undefined) throw unknownName('operation', id, ids, place)
    if (hint === false) continue
    if (!isRecord(hint)) {
      const remedy =
        "Write `{ resource: '/things', role: 'create' }`, or `false` for an operation that remembers nothing."
      throw configError(place, `plan of ${id}: expected an object, got ${describeFunction(hint)}`, remedy)
    }
    for (const name of Object.keys(hint))
      if (!(HINT_NAMES as readonly string[]).includes(name))
        throw unknownName('member of a hint', name, HINT_NAMES, placeOf('plan', id, name))
    const role = plan.roleOf(operation)
    if (role.kind !== 'stateless' || hint['stateless'] === true || hint['role'] === 'stateless') continue
    throw configError(place, `plan of ${id}: ${role.reasons.at(-1) ?? ''}`, 'See docs/configuration.md, x-lockstep.')
  }
}

function checkPersonas(personas: readonly unknown[], placeOf: PlaceOf): void {
  const names = new Set<string>()
  for (const [index, persona] of personas.entries()) {
    const { name, token, permissions } = isRecord(persona) ? persona : {}
    const who = typeof name === 'string' && name !== '' ? `persona ${name}` : `persona number ${index + 1}`
    const place = typeof name === 'string' ? placeOf('personas', name) : placeOf('personas')
    const complain = (reason: string, remedy: string) => configError(place, `${who}: ${reason}`, remedy)
    if (typeof name !== 'string' || name === '') throw complain('has no name', "Add `name: '…'`.")
    if (typeof token !== 'string' || token === '')
      throw complain(
        'has no token',
        "Add `token: '…'`: what this caller sends as bearer token, API key or user:password.",
      )
    if (permissions !== 'all' && !isTexts(permissions))
      throw complain('expected permissions', "Add `permissions: 'all'`, or a list of scopes and permissions.")
    if (names.has(name)) throw complain('there are two of this name', 'Give one of them another name.')
    names.add(name)
  }
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

/** @throws ToolError CONFIG_INVALID when no collection of the plan has this path, below concrete parents */
export function checkCollection(path: string, plan: ResourcePlan, place: string): void {
  const parts = path.split('/').slice(1)
  const isTemplate = parts.some((part) => /^\{.*\}$/.test(part))
  const collection = collectionOfKey(plan, path)
  if (collection && !isTemplate) return
  if (collection) {
    const remedy = "Put the ids of what is above in their place: '/instances/69/domains'."
    throw configError(place, `${path}: expected ids where the path of the document has parameters`, remedy)
  }
  // The nearest names have the user's own ids.
  const known = plan.collections.map(
    ({ segments }) => `/${segments.map((segment, index) => segment ?? parts[index] ?? '{id}').join('/')}`,
  )
  throw unknownName('collection', path, known, place)
}
