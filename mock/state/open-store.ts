import { messageOf } from '../../src/base/message-of.js'
import { toolError } from '../../src/base/tool-error.js'
import type { LogStoreOptions } from './log-store.js'
import { createMemoryStore } from './memory-store.js'
import { createPostgresStore } from './postgres-store.js'
import type { SqliteSync } from './sqlite-log.js'
import { createSqliteStore } from './sqlite-store.js'
import type { Store } from './store.js'

/**
 * Opens the store that a person names: nothing for memory, a path or sqlite:PATH for a file, postgres://… for PostgreSQL.
 * `PATH?sync=full` waits for the disk with each change.
 * @throws ToolError STATE_UNKNOWN, or STATE_UNREACHABLE when it is there but cannot be used.
 */
export async function openStore(uri: string | undefined, options: LogStoreOptions = {}): Promise<Store> {
  if (uri === undefined || uri === '' || uri === 'memory') return createMemoryStore(options)
  if (/^postgres(ql)?:\/\//i.test(uri)) return reach(withoutPassword(uri), () => createPostgresStore(uri, options))
  // One letter before the colon is a drive.
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(uri)?.[1]?.toLowerCase()
  if (scheme !== undefined && scheme !== 'sqlite' && scheme !== 'file') {
    throw toolError('STATE_UNKNOWN', { place: withoutPassword(uri) })
  }
  const { path, sync } = readSync(scheme === undefined ? uri : uri.slice(scheme.length + 1).replace(/^\/\//, ''))
  return reach(path, () => createSqliteStore(path, options, sync))
}

function readSync(place: string): { readonly path: string; readonly sync: SqliteSync } {
  const [, path = place, sync = 'normal'] = /^(.*)\?sync=(.*)$/.exec(place) ?? []
  if (sync === 'normal' || sync === 'full') return { path, sync }
  throw toolError('STATE_UNKNOWN', { place })
}

async function reach(place: string, open: () => Promise<Store>): Promise<Store> {
  try {
    return await open()
  } catch (error) {
    throw toolError('STATE_UNREACHABLE', { place, reason: reasonOf(error) }, { cause: error })
  }
}

/** A refused connection to a name with several addresses is an error of errors, without a message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  return messageOf(error)
}

function withoutPassword(uri: string): string {
  return uri.replace(/^([^:]+:\/\/[^:@/]*):[^@/]*@/, '$1@').replace(/([?&]password=)[^&]*/gi, '$1…')
}
