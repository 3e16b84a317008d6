import { createLogStore, type LogStoreOptions } from './log-store.js'
import { openSqliteLog } from './sqlite-log.js'
import type { Store } from './store.js'

/** Remembers in an SQLite file, which several processes of one machine may share. */
export async function createSqliteStore(path: string, options: LogStoreOptions = {}): Promise<Store> {
  return createLogStore(await openSqliteLog(path), options)
}
