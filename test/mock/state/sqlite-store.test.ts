import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSqliteStore } from '../../../mock/state/sqlite-store.js'
import { describeDurableStore } from './durable-suite.js'
import { describeStore } from './store-suite.js'

const folders: string[] = []

async function newFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-sqlite-'))
  folders.push(folder)
  return join(folder, 'state.db')
}

after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

describeStore('SQLite', async (options) => createSqliteStore(await newFile(), options))
describeStore('SQLite with a checkpoint after each turn', async (options) =>
  createSqliteStore(await newFile(), { ...options, checkpointBytes: 0 }),
)
describeDurableStore('SQLite', newFile)
