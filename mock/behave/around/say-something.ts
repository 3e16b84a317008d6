import { isRecord } from '../../../src/base/json.js'
import { soon } from '../../../src/base/soon.js'
import { selectResponse } from '../../../src/http/select-response.js'
import type { Operation } from '../../../src/model/api-model.js'
import { viewObject } from '../../../src/resources/object-view.js'
import type { Behaviour, Reply } from '../behaviour.js'

/**
 * Where a declared object has members and the state has none of them to say, the document's example says more than `{}`:
 * `{ "snapshot_id": … }` for the tracks that a playlist took.
 */
export function saySomething(operation: Operation, behaviour: Behaviour): Behaviour {
  return (call, world) => soon(behaviour(call, world), (reply) => filled(operation, reply))
}

function filled(operation: Operation, reply: Reply): Reply {
  return isEmptyObject(reply) && declaresMembers(operation, reply.status)
    ? { kind: 'example', status: reply.status, ...(reply.headers ? { headers: reply.headers } : {}) }
    : reply
}

function isEmptyObject(reply: Reply): reply is Reply & { kind: 'value' } {
  if (reply.kind !== 'value' || !isRecord(reply.value)) return false
  for (const _ in reply.value) return false
  return true
}

function declaresMembers({ responses }: Operation, status: number): boolean {
  const schema = selectResponse(responses, status)?.content[0]?.schema
  return schema !== undefined && (viewObject(schema)?.properties.size ?? 0) > 0
}
