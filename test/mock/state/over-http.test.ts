import { expect } from 'chai'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawnMock, type SpawnedMock } from '../../cli/spawned-mock.js'
import { newSqliteFile } from '../../support/sqlite.js'
import { startPostgres, whyNoPostgres, type Postgres } from '../../support/postgres.js'

const MEMBERS =
  '{ id: { type: integer, readOnly: true }, balance: { type: integer }, sequence: { type: integer }, owner: { type: string } }'
const ACCOUNT = `{ type: object, required: [id, balance], properties: ${MEMBERS} }`
const ACCOUNTS = `
openapi: 3.1.0
info: { title: Accounts, version: '1' }
paths:
  /accounts:
    get: { responses: { 200: { description: d, content: { application/json: { schema: { type: array, items: ${ACCOUNT} } } } } } }
    post:
      requestBody: { required: true, content: { application/json: { schema: ${ACCOUNT} } } }
      responses: { 201: { description: d, content: { application/json: { schema: ${ACCOUNT} } } } }
  /accounts/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
    get: { responses: { 200: { description: d, content: { application/json: { schema: ${ACCOUNT} } } } } }
  /accounts/{id}/deposit:
    parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
    post:
      operationId: deposit
      responses: { 200: { description: d, content: { application/json: { schema: ${ACCOUNT} } } } }
`
/** Reads, waits, and writes what it read plus one: an update is lost wherever two of them overlap. */
const CONFIG = `
export default {
  operations: {
    deposit: async (call, { state }) => {
      const id = String(call.params.path.id)
      const { value } = await state.get('/accounts', id)
      await undefined
      const changed = { ...value, balance: value.balance + 1, sequence: await state.next('sequence') }
      await state.put('/accounts', id, changed)
      return { kind: 'value', status: 200, value: changed }
    },
  },
}
`
const WRITES = 1000
const SESSIONS = 200
/** Of one client. */
const SOCKETS = 100

interface Account {
  readonly id: number
  readonly balance: number
  readonly sequence?: number
  readonly owner?: string
}

describe('state over HTTP', () => {
  let folder: string
  const mocks: SpawnedMock[] = []
  const agents: http.Agent[] = []

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lockstep-http-'))
    await writeFile(join(folder, 'accounts.yaml'), ACCOUNTS)
    await writeFile(join(folder, 'lockstep.config.mjs'), CONFIG)
  })

  afterEach(async () => {
    for (const agent of agents.splice(0)) agent.destroy()
    await Promise.all(mocks.splice(0).map((mock) => mock.stop()))
  })

  after(() => rm(folder, { recursive: true }))

  /** How to ask each of so many mocks that share a state. */
  async function start(count: number, state: string): Promise<Client[]> {
    const args = ['accounts.yaml', '--no-watch', '--state', state]
    for (let i = 0; i < count; i++) mocks.push(await spawnMock(folder, ...args))
    return mocks.map(({ url }) => {
      const agent = new http.Agent({ keepAlive: true, maxSockets: SOCKETS })
      agents.push(agent)
      return (method, path, { session, body } = {}) => ask(agent, method, new URL(path, url), session, body)
    })
  }

  it('keeps 200 sessions apart that work at once, in memory', async () => {
    await expectSessionsApart(await start(1, 'memory'))
  })

  describeShared('SQLite', newSqliteFile)

  describe('with PostgreSQL', function () {
    let server: Postgres | undefined

    before(async function () {
      const reason = await whyNoPostgres()
      if (reason === undefined) server = await startPostgres()
      else if (process.env['CI'] === 'true') throw new Error(reason)
      else this.skip()
    })

    after(() => server?.stop())

    describeShared('PostgreSQL', () => (server as Postgres).newUrl())
  })

  function describeShared(name: string, newUri: () => Promise<string>): void {
    it(`loses no update and repeats no number under 1,000 writes at once to two processes, in ${name}`, async () => {
      const clients = await start(2, await newUri())
      await clients[0]?.('POST', '/accounts', { body: { balance: 0 } })
      const answers = await Promise.all(
        Array.from({ length: WRITES }, (_, i) => (clients[i % 2] as Client)('POST', '/accounts/1/deposit')),
      )
      const deposits = answers as readonly Account[]
      const all = Array.from({ length: WRITES }, (_, i) => i + 1)
      expect(sorted(deposits.map(({ sequence }) => sequence))).to.deep.equal(all)
      expect(sorted(deposits.map(({ balance }) => balance))).to.deep.equal(all)
      for (const client of clients) {
        expect(await client('GET', '/accounts/1')).to.deep.include({ balance: WRITES, sequence: WRITES })
      }
    })

    it(`keeps 200 sessions apart that work at once through two processes, in ${name}`, async () => {
      await expectSessionsApart(await start(2, await newUri()))
    })
  }
})

/** Each session goes through all clients in turn. */
async function expectSessionsApart(clients: readonly Client[]): Promise<void> {
  const client = (i: number): Client => clients[i % clients.length] as Client
  const sessions = Array.from({ length: SESSIONS }, (_, i) => `worker-${i}`)
  const found = await Promise.all(
    sessions.map(async (session, i) => {
      await client(i)('POST', '/accounts', { session, body: { balance: 1, owner: `${session} a` } })
      await Promise.all([
        client(i)('POST', '/accounts/1/deposit', { session }),
        client(i + 1)('POST', '/accounts/1/deposit', { session }),
        client(i + 1)('POST', '/accounts', { session, body: { balance: 0, owner: `${session} b` } }),
      ])
      const accounts = (await client(i + 1)('GET', '/accounts', { session })) as readonly Account[]
      return accounts.map(({ owner, balance }) => ({ owner, balance }))
    }),
  )
  const expected = sessions.map((session) => [
    { owner: `${session} a`, balance: 3 },
    { owner: `${session} b`, balance: 0 },
  ])
  expect(found).to.deep.equal(expected)
  for (const each of clients) expect(await each('GET', '/accounts')).to.deep.equal([])
}

interface Sent {
  readonly session?: string
  readonly body?: object
}

/** What was answered, which is a success. */
type Client = (method: string, path: string, sent?: Sent) => Promise<unknown>

async function ask(agent: http.Agent, method: string, url: URL, session?: string, body?: object): Promise<unknown> {
  const headers = {
    ...(body && { 'content-type': 'application/json' }),
    ...(session !== undefined && { 'lockstep-session': session }),
  }
  return new Promise((resolve, reject) => {
    const request = http.request(url, { agent, method, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.on('end', () => {
        if (response.statusCode === 200 || response.statusCode === 201) resolve(JSON.parse(text))
        else reject(new Error(`${method} ${url.pathname}: ${response.statusCode} ${text}`))
      })
    })
    request.on('error', reject)
    request.end(body && JSON.stringify(body))
  })
}

function sorted(numbers: readonly (number | undefined)[]): number[] {
  return numbers.map(Number).sort((a, b) => a - b)
}
