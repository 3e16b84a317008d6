import type { WorldLog, LogEntry, LogTurn } from './world-log.js'
import { checkpointOf } from './checkpoint.js'
import { applyEvent, NO_WORLDS, type WorldEvent, type Worlds } from './worlds.js'

/** The worlds as this process knows them, kept in step with the log. */
export interface SharedWorlds {
  /** As of the last look at the log. */
  readonly worlds: Worlds
  /** Takes in what other processes wrote; what is returned before a read makes the read fresh. */
  refresh(): void | Promise<void>
  /** Runs when no process writes, on fresh worlds. What it returns is durable when this returns; a throw leaves all as it was. */
  change(work: (worlds: Worlds) => Promise<Draft>): Promise<void>
}

export interface Draft {
  readonly worlds: Worlds
  readonly events: readonly WorldEvent[]
}

/** A checkpoint is written when the log has outgrown the last one by so much; less is not worth the pause. */
const CHECKPOINT_BYTES = 4 * 1024 * 1024
/** Parts stay small for the sake of drivers, which hold a row in memory several times. */
const PART_BYTES = 1024 * 1024

/** @param onEvent is told of each event that another process, or an earlier one, has written */
export function createSharedWorlds(
  log: WorldLog,
  onEvent: (event: WorldEvent) => void,
  checkpointBytes = CHECKPOINT_BYTES,
): SharedWorlds {
  let worlds = NO_WORLDS
  let place = 0
  let bytesInCheckpoint = 0
  let bytesAfter = 0
  let changing = false
  let refreshing: Promise<void> | undefined
  let nextRefresh: Promise<void> | undefined

  function takeIn(entries: readonly LogEntry[]): void {
    const known = place
    let told = -1
    for (const entry of entries) {
      // Whoever asked before the place moved on gets entries again that are known by now.
      if (entry.place <= known) continue
      // A checkpoint says again what is known to whom has missed nothing.
      if (entry.part === 1 && entry.place === place + 1) told = entry.place
      if (entry.place !== told) applyEntry(entry)
      weigh(entry)
      place = entry.place
    }
  }

  function weigh({ part, events }: LogEntry): void {
    if (part === 1) bytesInCheckpoint = 0
    if (part === 0) bytesAfter += events.length
    else {
      bytesAfter = 0
      bytesInCheckpoint += events.length
    }
  }

  function applyEntry(entry: LogEntry): void {
    if (entry.part === 1) worlds = NO_WORLDS
    for (const event of JSON.parse(entry.events) as WorldEvent[]) {
      worlds = applyEvent(worlds, event)
      onEvent(event)
    }
  }

  function refresh(): void | Promise<void> {
    // Nobody else writes meanwhile, and what we write is not to be seen yet.
    if (changing) return
    const found = log.since(place)
    if (!(found instanceof Promise)) return takeIn(found)
    refreshing = found.then(takeIn).finally(() => {
      refreshing = undefined
    })
    return refreshing
  }

  /** A look that is under way began too early for who comes now; all who come meanwhile share the next. */
  function refreshShared(): void | Promise<void> {
    if (refreshing === undefined) return refresh()
    nextRefresh ??= refreshing
      .catch(() => undefined)
      .then(() => {
        nextRefresh = undefined
        return refresh()
      })
    return nextRefresh
  }

  async function change(work: (worlds: Worlds) => Promise<Draft>): Promise<void> {
    const turn = await log.begin()
    try {
      takeIn(await turn.since(place))
      changing = true
      const start = place
      const draft = await work(worlds)
      const appended = draft.events.length === 0 ? 0 : await append(turn, draft)
      await turn.commit()
      // A reader may have met it in the log already, and more.
      if (place < start + appended) {
        worlds = draft.worlds
        place = start + appended
      }
    } catch (error) {
      await turn.rollback()
      throw error
    } finally {
      changing = false
    }
  }

  /** How many places it took. */
  async function append(turn: LogTurn, draft: Draft): Promise<number> {
    const events = JSON.stringify(draft.events)
    await turn.append([{ place: place + 1, part: 0, events }])
    bytesAfter += events.length
    if (bytesAfter < Math.max(checkpointBytes, bytesInCheckpoint)) return 1
    const parts = partsOf(draft.worlds, place + 2)
    await turn.append(parts)
    await turn.removeBefore(place + 2)
    bytesAfter = 0
    bytesInCheckpoint = parts.reduce((sum, part) => sum + part.events.length, 0)
    return 2
  }

  return {
    get worlds() {
      return worlds
    },
    refresh: refreshShared,
    change,
  }
}

function partsOf(worlds: Worlds, place: number): readonly LogEntry[] {
  const parts: LogEntry[] = []
  let events: string[] = []
  let bytes = 0
  function close(): void {
    parts.push({ place, part: parts.length + 1, events: `[${events.join(',')}]` })
    events = []
    bytes = 0
  }
  for (const event of checkpointOf(worlds)) {
    const text = JSON.stringify(event)
    events.push(text)
    bytes += text.length
    if (bytes >= PART_BYTES) close()
  }
  close()
  return parts
}
