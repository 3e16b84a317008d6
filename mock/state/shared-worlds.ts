import type { WorldLog, LogEntry, LogTurn } from './world-log.js'
import { checkpointOf } from './checkpoint.js'
import { applyEvent, NO_WORLDS, type WorldEvent, type Worlds } from './worlds.js'

export interface Draft {
  readonly worlds: Worlds
  /** What led to them, each as the JSON of a WorldEvent. */
  readonly events: readonly string[]
}

/** A checkpoint is written when the log has outgrown the last one by so much; less is not worth the pause. */
const CHECKPOINT_BYTES = 8 * 1024 * 1024
/** Rows stay small for the sake of drivers, which hold one in memory several times. */
const PART_BYTES = 1024 * 1024

/** The worlds as this process knows them, kept in step with the log. */
export class SharedWorlds {
  readonly #log: WorldLog
  readonly #onEvent: (event: WorldEvent) => void
  readonly #checkpointBytes: number
  #worlds = NO_WORLDS
  #place = 0
  #bytesInCheckpoint = 0
  #bytesAfter = 0
  #changing = false
  #refreshing: Promise<void> | undefined
  #nextRefresh: Promise<void> | undefined

  /** @param onEvent is told of each event that another process, or an earlier one, has written */
  constructor(log: WorldLog, onEvent: (event: WorldEvent) => void, checkpointBytes = CHECKPOINT_BYTES) {
    this.#log = log
    this.#onEvent = onEvent
    this.#checkpointBytes = checkpointBytes
  }

  /** As of the last look at the log. */
  get worlds(): Worlds {
    return this.#worlds
  }

  /**
   * Takes in what other processes wrote; what is returned before a read makes the read fresh. A look that is under way
   * began too early for who comes now; all who come meanwhile share the next.
   */
  refresh(): void | Promise<void> {
    if (this.#refreshing === undefined) return this.#look()
    this.#nextRefresh ??= this.#refreshing
      .catch(() => undefined)
      .then(() => {
        this.#nextRefresh = undefined
        return this.#look()
      })
    return this.#nextRefresh
  }

  /** Runs when no process writes, on fresh worlds. What it returns is durable when this returns; a throw leaves all as it was. */
  async change(work: (worlds: Worlds) => Promise<Draft>): Promise<void> {
    const turn = await this.#log.begin()
    try {
      this.#takeIn(await turn.since(this.#place))
      this.#changing = true
      const start = this.#place
      const draft = await work(this.#worlds)
      const appended = draft.events.length === 0 ? 0 : await this.#append(turn, draft)
      await turn.commit()
      // A reader may have met it in the log already, and more.
      if (this.#place < start + appended) {
        this.#worlds = draft.worlds
        this.#place = start + appended
      }
    } catch (error) {
      await turn.rollback()
      throw error
    } finally {
      this.#changing = false
    }
  }

  #look(): void | Promise<void> {
    // Nobody else writes meanwhile, and what we write is not to be seen yet.
    if (this.#changing) return
    const found = this.#log.since(this.#place)
    if (!(found instanceof Promise)) {
      this.#takeIn(found)
      return
    }
    this.#refreshing = found
      .then((entries) => {
        this.#takeIn(entries)
      })
      .finally(() => {
        this.#refreshing = undefined
      })
    return this.#refreshing
  }

  #takeIn(entries: readonly LogEntry[]): void {
    const known = this.#place
    let told = -1
    for (const entry of entries) {
      // Whoever asked before the place moved on gets entries again that are known by now.
      if (entry.place <= known) continue
      // A checkpoint says again what is known to whom has missed nothing.
      if (entry.part === 1 && entry.place === this.#place + 1) told = entry.place
      if (entry.place !== told) this.#apply(entry)
      this.#weigh(entry)
      this.#place = entry.place
    }
  }

  #apply(entry: LogEntry): void {
    if (entry.part === 1) this.#worlds = NO_WORLDS
    for (const event of JSON.parse(entry.events) as WorldEvent[]) {
      this.#worlds = applyEvent(this.#worlds, event)
      this.#onEvent(event)
    }
  }

  #weigh({ part, events }: LogEntry): void {
    if (part === 1) this.#bytesInCheckpoint = 0
    if (part === 0) this.#bytesAfter += events.length
    else {
      this.#bytesAfter = 0
      this.#bytesInCheckpoint += events.length
    }
  }

  /** How many places it took. */
  async #append(turn: LogTurn, draft: Draft): Promise<number> {
    const texts = [...textsOf(draft.events)]
    await turn.append(texts.map((events, index) => ({ place: this.#place + 1 + index, part: 0, events })))
    this.#bytesAfter += bytesOf(texts)
    if (this.#bytesAfter < Math.max(this.#checkpointBytes, this.#bytesInCheckpoint)) return texts.length
    await this.#appendCheckpoint(turn, this.#place + 1 + texts.length, draft.worlds)
    return texts.length + 1
  }

  /** Part by part: it may be as large as all worlds together. */
  async #appendCheckpoint(turn: LogTurn, next: number, worlds: Worlds): Promise<void> {
    let bytes = 0
    let part = 0
    for (const events of textsOf(checkpointTexts(worlds))) {
      await turn.append([{ place: next, part: ++part, events }])
      bytes += events.length
      // Whoever only reads need not wait for all of it.
      await new Promise(setImmediate)
    }
    await turn.removeBefore(next)
    this.#bytesAfter = 0
    this.#bytesInCheckpoint = bytes
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
