import type Database from 'libsql'
import type { LogEntry, LogTurn, WorldLog } from './world-log.js'

/**
 * When a change is acknowledged. 'normal': when the system has it, so that it outlives this process however that ends.
 * 'full': when the disk has it, so that it outlives the machine's power too.
 */
export type SqliteSync = 'normal' | 'full'

/** How long a change waits for other processes before it fails. */
const MAX_WAIT_MS = 30_000
const RETRY_MS = 2
/** Pages. Moving the log into the file waits for the disk twice, within some writer's turn: four times as rare as usual. */
const CHECKPOINT = 'PRAGMA wal_autocheckpoint = 4000'

/**
 * A log in an SQLite file. WAL lets readers go on while a process writes; without synchronous = FULL only moving the log
 * into the file waits for the disk (sqlite.org/pragma.html#pragma_synchronous).
 */
export async function openSqliteLog(path: string, sync: SqliteSync): Promise<WorldLog> {
  const { default: Driver } = await import('libsql')
  // Waiting is ours: inside SQLite it would stop the whole process.
  const database = new Driver(path, { timeout: 0 })
  try {
    await whenFree(() => database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${sync}; ${CHECKPOINT}`))
    await whenFree(() => database.exec(CREATE))
    return createSqliteLog(database)
  } catch (error) {
    database.close()
    throw error
  }
}

const CREATE = `CREATE TABLE IF NOT EXISTS lockstep_log (
  place INTEGER,
  part INTEGER,
  events TEXT NOT NULL,
  PRIMARY KEY (place, part)
) WITHOUT ROWID`

function createSqliteLog(database: Database.Database): WorldLog {
  const version = database.prepare('PRAGMA data_version')
  const select = database.prepare('SELECT place, part, events FROM lockstep_log WHERE place > ? ORDER BY place, part')
  const insert = database.prepare('INSERT INTO lockstep_log (place, part, events) VALUES (?, ?, ?)')
  const remove = database.prepare('DELETE FROM lockstep_log WHERE place < ?')
  let seenVersion: number | undefined

  /** sqlite.org/pragma.html#pragma_data_version: changes when another connection has committed, not when we have. */
  function look(place: number): readonly LogEntry[] {
    const { data_version: nowVersion } = version.get() as { readonly data_version: number }
    if (nowVersion === seenVersion) return NONE
    const entries = select.all(place) as readonly LogEntry[]
    seenVersion = nowVersion
    return entries
  }

  /** Readers wait for nobody, but for a process that recovers the file after another was killed (sqlite.org/wal.html). */
  function since(place: number): readonly LogEntry[] | Promise<readonly LogEntry[]> {
    try {
      return look(place)
    } catch (error) {
      if (isBusy(error)) return whenFree(() => look(place))
      throw error
    }
  }

  const turn: LogTurn = {
    since,
    append: (entries) => {
      for (const { place, part, events } of entries) insert.run(place, part, events)
    },
    removeBefore: (place) => {
      remove.run(place)
    },
    commit: () => {
      database.exec('COMMIT')
    },
    rollback: () => {
      if (database.inTransaction) database.exec('ROLLBACK')
    },
  }

  return {
    since,
    // IMMEDIATE takes the write lock now: a transaction that begins by reading may find later that it cannot write.
    begin: async () => {
      await whenFree(() => database.exec('BEGIN IMMEDIATE'))
      return turn
    },
    close: () => {
      database.close()
    },
  }
}

const NONE: readonly LogEntry[] = []

async function whenFree<T>(work: () => T): Promise<T> {
  const startMs = performance.now()
  for (;;) {
    try {
      return work()
    } catch (error) {
      if (!isBusy(error) || performance.now() - startMs > MAX_WAIT_MS) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
  }
}

function isBusy(error: unknown): boolean {
  return String((error as { readonly code?: unknown } | null)?.code).startsWith('SQLITE_BUSY')
}
