import type Database from 'libsql'
import type { LogEntry, LogTurn, WorldLog } from './world-log.js'

/** How long a change waits for other processes before it fails. */
const MAX_WAIT_MS = 30_000
const RETRY_MS = 2

/**
 * A log in an SQLite file. WAL lets readers go on while a process writes; synchronous = FULL makes a commit wait for the
 * disk (sqlite.org/pragma.html#pragma_synchronous).
 */
export async function openSqliteLog(path: string): Promise<WorldLog> {
  const { default: Driver } = await import('libsql')
  const database = new Driver(path, { timeout: 5000 })
  database.exec('PRAGMA journal_mode = WAL')
  database.exec('PRAGMA synchronous = FULL')
  database.exec(
    'CREATE TABLE IF NOT EXISTS lockstep_log (place INTEGER, part INTEGER, events TEXT NOT NULL, PRIMARY KEY (place, part)) WITHOUT ROWID',
  )
  // From here on waiting is ours: inside SQLite it would stop the whole process.
  database.exec('PRAGMA busy_timeout = 0')
  return createSqliteLog(database)
}

function createSqliteLog(database: Database.Database): WorldLog {
  const version = database.prepare('PRAGMA data_version').pluck()
  const select = database.prepare('SELECT place, part, events FROM lockstep_log WHERE place > ? ORDER BY place, part')
  const insert = database.prepare('INSERT INTO lockstep_log (place, part, events) VALUES (?, ?, ?)')
  const remove = database.prepare('DELETE FROM lockstep_log WHERE place < ?')
  let seenVersion: unknown

  /** sqlite.org/pragma.html#pragma_data_version: changes when another connection has committed, not when we have. */
  function since(place: number): readonly LogEntry[] {
    const nowVersion = version.get()
    if (nowVersion === seenVersion) return NONE
    const entries = select.all(place) as readonly LogEntry[]
    seenVersion = nowVersion
    return entries
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
    begin: async () => {
      const startMs = performance.now()
      while (!tryBegin(database)) {
        if (performance.now() - startMs > MAX_WAIT_MS) throw new Error('the state file is locked by another process')
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
      }
      return turn
    },
    close: () => {
      database.close()
    },
  }
}

const NONE: readonly LogEntry[] = []

/** IMMEDIATE takes the write lock now: a transaction that begins by reading may find later that it cannot write. */
function tryBegin(database: Database.Database): boolean {
  try {
    database.exec('BEGIN IMMEDIATE')
    return true
  } catch (error) {
    if (String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY')) return false
    throw error
  }
}
