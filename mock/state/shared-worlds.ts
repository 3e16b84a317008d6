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
  /** What led to them, each as the JSON of a WorldEvent. */
  readonly events: readonly string[]
}

/** A checkpoint is written when the log has outgrown the last one by so much; less is not worth the pause. */
const CHECKPOINT_BYTES = 8 * 1024 * 1024
/** Rows stay small for the sake of drivers, which hold one in memory several times. */
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
    if (!(found instanceof Promise)) {
      takeIn(found)
      return
    }
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
    const texts = [...textsOf(draft.events)]
    await turn.append(texts.map((events, index) => ({ place: place + 1 + index, part: 0, events })))
    bytesAfter += bytesOf(texts)
    if (bytesAfter < Math.max(checkpointBytes, bytesInCheckpoint)) return texts.length
    await appendCheckpoint(turn, place + 1 + texts.length, draft.worlds)
    return texts.length + 1
  }

  /** Part by part: it may be as large as all worlds together. */
  async function appendCheckpoint(turn: LogTurn, next: number, worlds: Worlds): Promise<void> {
    let bytes = 0
    let part = 0
    for (const events of textsOf(checkpointTexts(worlds))) {
      await turn.append([{ place: next, part: ++part, events }])
      bytes += events.length
      // Whoever only reads need not wait for all of it.
      await new Promise(setImmediate)
    }
    await turn.removeBefore(next)
    bytesAfter = 0
    bytesInCheckpoint = bytes
  }

  return {
    get worlds() {
      return worlds
    },
    refresh: refreshShared,
    change,
  }
}

/** Lists of events as JSON, cut where one is long enough; at least one. */
function* textsOf(events: Iterable<string>): Generator<string> {
  let texts: string[] = []
  let bytes = 0
  for (const event of events) {
    texts.push(event)
    bytes += event.length
    if (bytes < PART_BYTES) continue
    yield `[${texts.join(',')}]`
    texts = []
    bytes = 0
  }
  yield `[${texts.join(',')}]`
}

function* checkpointTexts(worlds: Worlds): Generator<string> {
  for (const event of checkpointOf(worlds)) yield JSON.stringify(event)
}

function bytesOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0)
}
