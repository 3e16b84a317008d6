import { createSqliteStore } from '../../../mock/state/sqlite-store.js'
import { newSqliteFile } from '../../support/sqlite.js'
import { describeDurableStore } from './durable-suite.js'
import { describeStore } from './store-suite.js'

describeStore('SQLite', async (options) => createSqliteStore(await newSqliteFile(), options))
describeStore('SQLite with a checkpoint after each turn', async (options) =>
  createSqliteStore(await newSqliteFile(), { ...options, checkpointBytes: 0 }),
)
describeDurableStore('SQLite', newSqliteFile)
