import { isRecord } from '../../../src/base/json.js'
import type { AddressPart, StatefulRole } from '../../../src/resources/role.js'
import { plain } from '../../../src/resources/words.js'
import type { Behaviour, World } from '../behaviour.js'
import type { Context } from '../context.js'
import { memberAt } from '../member.js'
import { keyOf } from '../shelf/place.js'

/**
 * What `/repos/{owner}/{repo}` is about, made at `/user/repos` or `/repos`: the members that say where it is are put where a
 * path would have them. They are what was sent, or else who asks.
 */
export function byAddress({ tools, shelf }: Context, role: StatefulRole, behaviour: Behaviour): Behaviour {
  const parts = role.address?.filter(({ member }) => member !== undefined) ?? []
  if (parts.length === 0) return behaviour
  const at = 'body' in role && role.body ? role.body.at : []
  return (call, world) => {
    const sent = memberAt(call.body, at)
    const path = { ...call.params.path }
    for (const part of parts) path[part.parameter] = sentAs(part, sent) ?? callerOf(part, world)
    return behaviour({ ...call, params: { ...call.params, path } }, world)
  }

  function callerOf({ member = [], caller }: AddressPart, world: World): string {
    const place = caller && {
      collection: caller,
      key: keyOf(caller, []),
      parentIds: [],
      id: '',
      presumes: 'all' as const,
    }
    const { entity } = role.collection.details
    const shown = place
      ? memberAt(shelf.find(place, world)?.value, member.slice(-1))
      : memberAt(entity && tools.sample(entity, role.collection.path), member)
    return textOf(shown) ?? 'me'
  }
}

function sentAs({ member = [] }: AddressPart, sent: unknown): string | undefined {
  if (!isRecord(sent)) return undefined
  const [first = ''] = member
  const called = Object.keys(sent).find((name) => plain(name) === plain(first))
  const value = called === undefined ? undefined : sent[called]
  return textOf(isRecord(value) ? memberAt(value, member.slice(1)) : value)
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}
