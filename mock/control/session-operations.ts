import { randomUUID } from 'node:crypto'
import {
  answer,
  bodyOf,
  DONE,
  isoTime,
  problem,
  sessionFor,
  textParam,
  type ControlContext,
  type Operations,
} from './control-context.js'
import { isOwnSnapshot } from './pact-states/take-back.js'

/** Sessions and snapshots. */
export function sessionOperations({ mock: { store }, prefix, wallClock }: ControlContext): Operations {
  return {
    listSessions: async () => {
      const sessions = (await store.describe()).map(({ session, usedAtMs, ownBytes }) => ({
        id: session,
        usedAt: isoTime(usedAtMs),
        idleMilliseconds: Math.max(0, wallClock.now() - usedAtMs),
        bytes: Math.max(0, ownBytes),
      }))
      return answer({ sessions })
    },
    createSession: async (call) => {
      // Not from the seed: replicas that share a store must not give the same.
      const id = bodyOf<{ id?: string } | undefined>(call)?.id ?? randomUUID()
      if ((await store.sessions()).includes(id)) return problem(409, `there is a session ${id} already`)
      await store.read(id, () => undefined)
      return answer({ id, url: `${prefix}/s/${id}` }, 201, { location: `${prefix}/sessions/${id}` })
    },
    removeSession: async (call) => {
      const id = textParam(call, 'id')
      if (!(await store.sessions()).includes(id)) return problem(404, `there is no session ${id}`)
      await store.drop(id)
      return DONE
    },
    resetState: async (call) => {
      await store.drop(sessionFor(call))
      return DONE
    },
    listSnapshots: async () => {
      const names = await store.snapshots()
      return answer({ snapshots: names.filter((name) => !isOwnSnapshot(name)) })
    },
    saveSnapshot: async (call) => {
      await store.snapshot(sessionFor(call), textParam(call, 'name'))
      return DONE
    },
    restoreSnapshot: async (call) => {
      const name = textParam(call, 'name')
      return (await store.restore(sessionFor(call), name)) ? DONE : noSnapshot(name)
    },
    removeSnapshot: async (call) => {
      const name = textParam(call, 'name')
      return (await store.forget(name)) ? DONE : noSnapshot(name)
    },
  }
}

function noSnapshot(name: string) {
  return problem(404, `there is no snapshot ${name}`)
}
