/** What a session remembers about itself, beside what clients wrote: its clock, its rules, and how often they were used. */
import type { Clock } from '../../src/base/clock.js'
import type { JsonObject } from '../../src/base/json.js'
import type { CollectionKey, StateReader, StateWriter } from '../state/store.js'
import type { Rule } from './rules/rule.js'

export interface SessionControl {
  readonly clock?: SessionClock
  readonly rules: readonly StoredRule[]
  /** By the id of the rule; those of the configuration too. */
  readonly counts: Readonly<Record<string, RuleCount>>
}

export type StoredRule = Rule & { readonly id: string }

export interface RuleCount {
  /** Requests that met the rule's conditions while it still had calls left. */
  readonly seen: number
  readonly used: number
}

/** Moved against the mock's clock, or standing still. */
export type SessionClock =
  { readonly kind: 'moved'; readonly byMs: number } | { readonly kind: 'stopped'; readonly atMs: number }

/** Kept in the state itself, so that snapshots and replicas have it. No path of a document begins without a slash. */
const KEY = 'lockstep:control' as CollectionKey
const ID = 'session'

const NOTHING: SessionControl = { rules: [], counts: {} }

/** Undefined for the many sessions that have none: all that a request pays for this is one look-up. */
export function findControl(state: StateReader): SessionControl | undefined {
  return state.get(KEY, ID)?.value as unknown as SessionControl | undefined
}

export function readControl(state: StateReader): SessionControl {
  return findControl(state) ?? NOTHING
}

export function writeControl(state: StateWriter, control: SessionControl): void {
  state.put(KEY, ID, control as unknown as JsonObject)
}

/** Whether a collection holds what clients know of, and not what we remember for ourselves. */
export function isClientCollection(key: CollectionKey): boolean {
  return key.startsWith('/') && !key.includes('{')
}

const NEVER: RuleCount = { seen: 0, used: 0 }

export function countOf(counts: SessionControl['counts'], id: string): RuleCount {
  return Object.hasOwn(counts, id) ? (counts[id] ?? NEVER) : NEVER
}

export function clockOf(base: Clock, control: SessionControl | undefined): Clock {
  const clock = control?.clock
  if (!clock) return base
  return clock.kind === 'stopped' ? { now: () => clock.atMs } : { now: () => base.now() + clock.byMs }
}
