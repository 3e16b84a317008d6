import { createLeastRecent } from '../../state/least-recent.js'
import type { ControlContext } from '../control-context.js'

/** Undoes what provider states arranged, with what was done to it since. */
export interface TakeBack {
  /** Keeps the session as it is, unless what was kept for this interaction still waits to be taken back. */
  begin(session: string): Promise<void>
  /** What follows is the interaction. */
  arranged(session: string): void
  /** Nothing happens when nothing was arranged. */
  undo(session: string): Promise<void>
}

/** Sessions whose last arrangement is known here; each costs a number. */
const MAX_SESSIONS = 1000

/** Names that no client can choose; see isSessionId. */
export function isOwnSnapshot(name: string): boolean {
  return name.startsWith('.')
}

/**
 * An interaction may need several states, and each is torn down on its own: the first teardown undoes all. A request of
 * a client since the last setup means that another interaction has begun, and that nobody tears down what was before.
 */
export function createTakeBack({ mock }: Pick<ControlContext, 'mock'>): TakeBack {
  const { store, journal } = mock
  /** The number of the last exchange when the session's last state was arranged. */
  const marks = createLeastRecent<number>({ max: MAX_SESSIONS, maxBytes: Infinity, bytesOf: () => 0 })

  function isSameInteraction(session: string): boolean {
    const mark = marks.get(session)
    return mark !== undefined && !journal.entries().some((each) => each.number > mark && each.session === session)
  }

  return {
    begin: async (session) => {
      if (!isSameInteraction(session)) await store.snapshot(session, nameFor(session))
    },
    arranged: (session) => {
      marks.set(session, journal.count)
    },
    undo: async (session) => {
      // Not what a process before this one left, perhaps long ago.
      if (marks.get(session) === undefined) return
      marks.delete(session)
      await store.restore(session, nameFor(session))
      await store.forget(nameFor(session))
    },
  }
}

function nameFor(session: string): string {
  return `.pact-${session}`
}
