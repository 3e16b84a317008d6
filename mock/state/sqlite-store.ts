import { createLogStore, type LogStoreOptions } from './log-store.js'
import { openSqliteLog, type SqliteSync } from './sqlite-log.js'
import type { Store } from './store.js'

/** Remembers in an SQLite file, which several processes of one machine may share. */
export async function createSqliteStore(
  path: string,
  options: LogStoreOptions = {},
  sync: SqliteSync = 'normal',
): Promise<Store> {
  return createLogStore(await openSqliteLog(path, sync), options)
}
