import { createLogStore, type LogStoreOptions } from './log-store.js'
import { openPostgresLog } from './postgres-log.js'
import type { Store } from './store.js'

/** Remembers in a PostgreSQL database, so that several replicas of the mock are one. */
export async function createPostgresStore(url: string, options: LogStoreOptions = {}): Promise<Store> {
  return createLogStore(await openPostgresLog(url), options)
}
