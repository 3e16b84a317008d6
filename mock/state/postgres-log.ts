import type { Pool, PoolClient } from 'pg'
import type { LogEntry, LogTurn, WorldLog } from './world-log.js'

/** One turn writes, readers share one look at a time, and one begins as another ends. */
const MAX_CONNECTIONS = 3
const CONNECT_TIMEOUT_MS = 10_000

/** One lock for each schema, held until the transaction ends or its connection breaks. The first number is ours alone. */
const LOCK = 'SELECT pg_advisory_xact_lock(1819239275, hashtext(current_schema()))'
/** A process that hangs in its turn must not stop the others for ever. */
const BEGIN = "BEGIN; SET LOCAL lock_timeout = '60s'; SET LOCAL idle_in_transaction_session_timeout = '60s'"
const CREATE = `CREATE TABLE IF NOT EXISTS lockstep_log (
  place bigint NOT NULL,
  part integer NOT NULL,
  events text NOT NULL,
  PRIMARY KEY (place, part)
)`
const SINCE = {
  name: 'lockstep-since',
  text: 'SELECT place, part, events FROM lockstep_log WHERE place > $1 ORDER BY place, part',
}
const APPEND = { name: 'lockstep-append', text: 'INSERT INTO lockstep_log (place, part, events) VALUES ($1, $2, $3)' }

/** A log in a table of a PostgreSQL database, in the first schema of the connection's search path. */
export async function openPostgresLog(url: string): Promise<WorldLog> {
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'lockstep',
  })
  // A connection that breaks fails the query that it runs, or is replaced by the pool; as an event it would end us.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  try {
    await createTable(pool)
  } catch (error) {
    await pool.end()
    throw error
  }
  return createPostgresLog(pool)
}

/** CREATE TABLE IF NOT EXISTS fails when two processes run it at once, so they take turns. */
async function createTable(pool: Pool): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query(BEGIN)
    await client.query(LOCK)
    await client.query(CREATE)
    await client.query('COMMIT')
    client.release()
  } catch (error) {
    client.release(true)
    throw error
  }
}

function createPostgresLog(pool: Pool): WorldLog {
  return {
    since: (place) => since(pool, place),
    begin: async () => {
      const client = await pool.connect()
      try {
        // Both in one journey.
        await client.query(`${BEGIN}; ${LOCK}`)
      } catch (error) {
        client.release(true)
        throw error
      }
      return createTurn(client)
    },
    close: () => pool.end(),
  }
}

function createTurn(client: PoolClient): LogTurn {
  return {
    // READ COMMITTED, the default: sees all that was committed before the lock was ours.
    since: (place) => since(client, place),
    append: async (entries) => {
      for (const { place, part, events } of entries) await client.query(APPEND, [place, part, events])
    },
    removeBefore: async (place) => {
      await client.query('DELETE FROM lockstep_log WHERE place < $1', [place])
    },
    commit: async () => {
      await client.query('COMMIT')
      client.release()
    },
    rollback: async () => {
      try {
        await client.query('ROLLBACK')
        client.release()
      } catch {
        client.release(true)
      }
    },
  }
}

async function since(client: Pool | PoolClient, place: number): Promise<readonly LogEntry[]> {
  const { rows } = await client.query<{ place: string; part: number; events: string }>({ ...SINCE, values: [place] })
  // bigint comes as text; places stay far below 2^53.
  return rows.map((row) => ({ place: Number(row.place), part: row.part, events: row.events }))
}
