import { expect } from 'chai'
import pg from 'pg'
import { createPostgresStore } from '../../../mock/state/postgres-store.js'
import { startPostgres, whyNoPostgres, type Postgres } from '../../support/postgres.js'
import { describeDurableStore } from './durable-suite.js'
import { listIds, put } from './store-steps.js'
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

    it('goes on with another connection when its own are broken', async () => {
      const url = await server.newUrl()
      const store = await createPostgresStore(url)
      const acknowledged: string[] = []
      for (let i = 0; i < 30; i++) {
        if (i % 10 === 5) await breakConnections(url)
        // A write whose connection breaks may fail, but only by saying so.
        await put(store, '', String(i), {}).then(
          () => acknowledged.push(String(i)),
          () => undefined,
        )
      }
      expect(acknowledged).to.include('29')
      expect(await listIds(store, '')).to.include.members(acknowledged)
      await store.close()
    })
  })
} else {
  describe('state store: PostgreSQL', () => {
    it(`is tried with a real server (${reason})`, function () {
      if (process.env['CI'] === 'true') throw new Error(reason)
      this.skip()
    })
  })
}

async function breakConnections(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lockstep'")
  await client.end()
}
