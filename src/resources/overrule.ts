import { isRecord, own } from '../base/json.js'
import { didYouMeanAfter, nearestNames } from '../base/text.js'
import { pointerKeys, pointerTo, ROOT, valueAt } from '../base/json-pointer.js'
import type { ApiModel, Operation } from '../model/api-model.js'
import { shapeOf } from './path-shape.js'
import { parsePathTemplate } from '../model/path-template.js'
import type { RoleKind } from './role.js'

/** What `x-lockstep` adds that the plan cannot work out: on an operation, its path item, or the whole document. */
export interface Overrule {
  /** The path of the collection that the operation is about. */
  readonly resource: string | undefined
  readonly role: RoleKind | undefined
  /** The member that carries the id; dotted where it lies deeper. */
  readonly id: readonly string[] | undefined
  /** The parameter, or the member of the body, that says which item is meant. */
  readonly by: string | undefined
  /** Hints that have no meaning here. */
  readonly wrong: readonly string[]
}

/** The same in a configuration; `false` is `{ stateless: true }`. */
export type PlanHint =
  | false
  | {
      readonly resource?: string
      readonly role?: RoleKind
      readonly id?: string
      readonly by?: string
      readonly stateless?: boolean
    }
/** By operation. */
export type PlanHints = Readonly<Record<string, PlanHint>>

export const HINT_NAMES = ['resource', 'role', 'id', 'by', 'stateless'] as const

/** For each name the nearest hint wins: the configuration's, then the operation's, the path item's, the document's */
export function overruleOf(model: ApiModel, operation: Operation, hints: PlanHints): Overrule {
  const said = new Map<string, unknown>()
  const wrong: string[] = []
  for (const extension of [
    own(hints, operation.id),
    extensionOf(model, operation, 0),
    extensionOf(model, operation, 1),
    extensionOf(model, operation, 2),
  ]) {
    if (extension === false && !said.has('stateless')) said.set('stateless', true)
    if (!isRecord(extension)) continue
    for (const name of Object.keys(extension)) if (!isHintName(name)) wrong.push(unknownName(name))
    for (const name of HINT_NAMES)
      if (!said.has(name) && own(extension, name) !== undefined) said.set(name, own(extension, name))
  }
  const text = (name: string): string | undefined => {
    const value = said.get(name)
    return typeof value === 'string' ? value : undefined
  }
  return {
    resource: text('resource'),
    role: said.get('stateless') === true ? 'stateless' : (text('role') as RoleKind | undefined),
    id: text('id')?.split('.'),
    by: text('by'),
    wrong,
  }
}

/** Whether it says what an operation does; an `id` alone says what it does it to. */
export function isOverruled({ resource, role, by }: Overrule): boolean {
  return resource !== undefined || role !== undefined || by !== undefined
}

function isHintName(name: string): boolean {
  return (HINT_NAMES as readonly string[]).includes(name)
}

function unknownName(name: string): string {
  return `x-lockstep has no ${name}${didYouMeanAfter(':', nearestNames(name, HINT_NAMES))}`
}

/** '/pets/{id}' and 'pets/{petId}' are one collection. */
export function collectionKey(path: string): string {
  return shapeOf(parsePathTemplate(path)).key
}

function extensionOf(model: ApiModel, operation: Operation, levelsUp: 0 | 1 | 2): unknown {
  if (levelsUp === 0) return own(operation.source, 'x-lockstep')
  const { root } = model.document
  if (levelsUp === 2) return own(root, 'x-lockstep')
  const item = valueAt(root, pointerTo(ROOT, ...pointerKeys(operation.at).slice(0, -1)))
  return isRecord(item) ? own(item, 'x-lockstep') : undefined
}
