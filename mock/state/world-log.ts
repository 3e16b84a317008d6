/** The part of a durable store that touches the disk or the network: an ordered log of what happened. */
export interface LogEntry {
  /** Places grow by one; no two turns write the same. */
  readonly place: number
  /** 0 for events that follow those before; 1, 2, … for the parts of a checkpoint, which replaces all before. */
  readonly part: number
  /** JSON: a list of WorldEvent. */
  readonly events: string
}

/** A driver that works at once spares the event loop a round. */
type Soon<T> = T | Promise<T>

export interface WorldLog {
  /** What was written after a place, in order, by whichever process. Synchronous where it can be: it stands before every read. */
  since(place: number): Soon<readonly LogEntry[]>
  /** Waits until no process writes. Only one turn at a time is asked for. */
  begin(): Promise<LogTurn>
  close(): Soon<void>
}

export interface LogTurn {
  since(place: number): Soon<readonly LogEntry[]>
  append(entries: readonly LogEntry[]): Soon<void>
  removeBefore(place: number): Soon<void>
  /** When it has returned, what was appended outlives the process, however that ends. */
  commit(): Soon<void>
  /** Never throws. */
  rollback(): Soon<void>
}
