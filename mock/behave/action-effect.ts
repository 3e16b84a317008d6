/** What an action obviously changes: members whose names or words say the same as its verb. */
import type { JsonObject } from '../../src/base/json.js'
import type { Schema } from '../../src/model/schema.js'
import type { Collection } from '../../src/resources/collection.js'
import { keywordOf, typesOf, viewObject } from '../../src/resources/object-view.js'
import { plain } from '../../src/resources/words.js'
import { withMember, withoutMembers } from './member.js'
import { timeAs } from './entity/owned.js'

export type ActionEffect = (value: JsonObject, nowMs: number) => JsonObject

/**
 * 'cancel' → status 'cancelled'; 'archive' → `archived: true` and `archivedAt`, 'restore' the contrary.
 * @param isTakenBack `DELETE /articles/{id}/favorite`
 */
export function actionEffect(verb: string, { details }: Collection, isTakenBack: boolean): ActionEffect | undefined {
  const word = plain(verb)
  const forth = participles(word)
  const back = contraries(word).flatMap(participles)
  const [done, undone] = isTakenBack ? [back, forth] : [forth, back]
  const effects: ActionEffect[] = []
  for (const [name, { schema, writeOnly }] of (details.entity && viewObject(details.entity)?.properties) ?? []) {
    if (writeOnly) continue
    const effect = effectOn(name, schema, done, undone)
    if (effect) effects.push(effect)
  }
  if (effects.length === 0) return undefined
  return (value, nowMs) => effects.reduce((changed, effect) => effect(changed, nowMs), value)
}

function effectOn(
  name: string,
  schema: Schema,
  done: readonly string[],
  undone: readonly string[],
): ActionEffect | undefined {
  const member = plain(name)
  const types = typesOf(schema)
  if (/^(status|state|phase)$/.test(member)) {
    const status = wordIn(keywordOf(schema, 'enum'), done)
    return status === undefined ? undefined : (value) => withMember(value, [name], status)
  }
  if (types.has('boolean')) {
    const flag = member.replace(/^is/, '')
    const set = done.includes(flag) ? true : undone.includes(flag) ? false : undefined
    return set === undefined ? undefined : (value) => withMember(value, [name], set)
  }
  const moment = /^(.+?)(at|on|date|time)$/.exec(member)?.[1]
  if (moment === undefined || types.has('object') || types.has('array')) return undefined
  if (done.includes(moment)) {
    return (value, nowMs) => {
      const now = timeAs(schema, nowMs)
      const isDone = (value[name] ?? null) !== null
      return isDone || now === undefined ? value : withMember(value, [name], now)
    }
  }
  if (!undone.includes(moment)) return undefined
  return (value) => (types.has('null') ? withMember(value, [name], null) : withoutMembers(value, [name]))
}

/** The value itself before one that only ends like it, such as 'order_cancelled'. */
function wordIn(values: unknown, forms: readonly string[]): string | undefined {
  if (!Array.isArray(values)) return undefined
  const words = values.filter((value): value is string => typeof value === 'string')
  const exact = forms.flatMap((form) => words.find((value) => plain(value) === form) ?? [])[0]
  return (
    exact ??
    words.find((value) =>
      forms.some((form) => form.length > 3 && !contraryOf(value, form) && plain(value).endsWith(form)),
    )
  )
}

/** 'unarchived' ends in 'archived'. */
function contraryOf(value: string, form: string): boolean {
  return /(un|in|non?|not|dis|de)$/.test(plain(value).slice(0, -form.length))
}

/** How it is called when the verb has been done. */
function participles(verb: string): string[] {
  return [
    ...(IRREGULAR[verb] ?? []),
    `${verb}d`,
    `${verb}ed`,
    `${verb}led`,
    `${verb}${verb.at(-1) ?? ''}ed`,
    verb.replace(/y$/, 'ied'),
    verb,
    // 'follow' → `following`
    `${verb.replace(/e$/, '')}ing`,
  ]
}

const IRREGULAR: Readonly<Record<string, readonly string[]>> = {
  activate: ['active'],
  deactivate: ['inactive'],
  reactivate: ['active'],
  reopen: ['open', 'opened', 'reopened'],
  open: ['open'],
  start: ['started', 'running', 'inprogress', 'active'],
  resume: ['resumed', 'running', 'active', 'inprogress'],
  stop: ['stopped'],
  complete: ['completed', 'complete', 'done'],
  finish: ['finished', 'done', 'completed'],
  pay: ['paid'],
  send: ['sent'],
  withdraw: ['withdrawn'],
  void: ['void', 'voided'],
  win: ['won'],
  lose: ['lost'],
  hide: ['hidden'],
  lend: ['lent'],
  sell: ['sold'],
  take: ['taken'],
  give: ['given'],
  hold: ['held'],
  freeze: ['frozen'],
  break: ['broken'],
  build: ['built'],
  do: ['done'],
}

/** Verbs that this one takes back. */
function contraries(verb: string): string[] {
  const bare = /^(?:un|dis|de)(.{3,})$/.exec(verb)?.[1]
  return [...(bare === undefined ? [] : [bare]), ...(TAKES_BACK[verb] ?? [])]
}

const TAKES_BACK: Readonly<Record<string, readonly string[]>> = {
  restore: ['archive', 'delete', 'trash', 'remove'],
  reopen: ['close', 'resolve', 'complete'],
  disable: ['enable'],
  enable: ['disable'],
  activate: ['deactivate', 'suspend'],
  resume: ['pause', 'suspend'],
  show: ['hide'],
}
