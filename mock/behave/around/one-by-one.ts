import { LISTED } from '../../../src/resources/identity.js'
import type { BodyEnvelope, StatefulRole } from '../../../src/resources/role.js'
import type { Behaviour, Call, Reply } from '../behaviour.js'
import { memberAt, objectOf, withMember } from '../member.js'

type WritingRole = StatefulRole & { readonly body: BodyEnvelope }

/** A body that holds several items is as many requests; all of them are carried out, or none. */
export function oneByOne(role: WritingRole, behaviour: Behaviour): Behaviour {
  const nth = role.body.at.lastIndexOf(LISTED)
  if (nth === -1) return behaviour
  const listAt = role.body.at.slice(0, nth)
  return async (call, world) => {
    const sent = memberAt(call.body, listAt)
    if (!Array.isArray(sent) || sent.length === 1) return behaviour(call, world)
    const replies: Reply[] = []
    for (const item of sent as unknown[]) {
      const reply = await behaviour({ ...call, body: withOnly(call, listAt, item) }, world)
      // A problem rolls back what the items before it wrote.
      if (reply.kind === 'problem') return reply
      replies.push(reply)
    }
    return together(role, replies)
  }
}

function withOnly({ body }: Call, listAt: readonly string[], item: unknown): unknown {
  return listAt.length === 0 ? [item] : withMember(objectOf(body) ?? {}, listAt, [item])
}

/** The first answer, with the items of all. */
function together({ success, entityAt }: WritingRole, replies: readonly Reply[]): Reply {
  const first = replies[0] && belowOne(replies[0])
  if (first?.kind !== 'value') return { kind: 'example', status: success.status }
  const nth = entityAt?.lastIndexOf(LISTED) ?? -1
  if (!entityAt || nth === -1) return first
  const listAt = entityAt.slice(0, nth)
  const items = replies.flatMap((reply) => (reply.kind === 'value' ? (memberAt(reply.value, listAt) as unknown[]) : []))
  return { ...first, value: listAt.length === 0 ? items : withMember(objectOf(first.value) ?? {}, listAt, items) }
}

/** Several new items are found where each of them is: in their collection. */
function belowOne(reply: Reply): Reply {
  const location = reply.kind === 'value' ? reply.headers?.['location'] : undefined
  if (reply.kind !== 'value' || typeof location !== 'string') return reply
  return { ...reply, headers: { ...reply.headers, location: location.replace(/\/[^/]*$/, '') } }
}
