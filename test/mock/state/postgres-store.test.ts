import { createPostgresStore } from '../../../mock/state/postgres-store.js'
import { startPostgres, whyNoPostgres, type Postgres } from '../../support/postgres.js'
import { describeDurableStore } from './durable-suite.js'
import { describeStore } from './store-suite.js'

const reason = await whyNoPostgres()

if (reason === undefined) {
  describe('with a PostgreSQL server', () => {
    let server: Postgres

    before(async () => {
      server = await startPostgres()
    })

    after(() => server.stop())

    describeStore('PostgreSQL', async (options) => createPostgresStore(await server.newUrl(), options))
    describeDurableStore('PostgreSQL', () => server.newUrl())
  })
} else {
  describe('state store: PostgreSQL', () => {
    it(`is tried with a real server (${reason})`, function () {
      if (process.env['CI'] === 'true') throw new Error(reason)
      this.skip()
    })
  })
}
