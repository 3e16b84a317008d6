/** Prints the ratios that the state stores promise: `node dist/bench/store.js`. Ratios are of one run, medians of
 * rounds taken in turn; times are the process's own, except for writes, which wait for the disk. */
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, createServer, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createMemoryStore } from '../mock/state/memory-store.js'
import { createSqliteStore } from '../mock/state/sqlite-store.js'
import type { CollectionKey, Store } from '../mock/state/store.js'
import { soon } from '../src/base/soon.js'

const PETS = '/pets' as CollectionKey
const FEW = 10
const MANY = 100_000
const ROUNDS = 15
const READS = 20_000
const WRITES = 5_000
const REQUESTS = 500
const SESSIONS = 10_000
/** Requests in flight at once: writes that wait together share one commit. */
const WRITERS = [50, 200]

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const few = await createFilled(FEW)
const many = await createFilled(MANY)

const [readFew, readMany] = await inTurn(
  () => read(few, FEW),
  () => read(many, MANY),
)
// A whole request is measured, as clients see it: a bare look-up would only measure the caches of the processor.
const [requestFew, requestMany] = await inTurn(
  () => request(few, FEW),
  () => request(many, MANY),
)
report(
  'request an item of 100,000 / of 10',
  requestMany / requestFew,
  '<= 1.2',
  `${perCall(requestFew, REQUESTS)} each of 10`,
)
console.log(`  its look-up: ${perCall(readMany, READS)} of 100,000, ${perCall(readFew, READS)} of 10`)

const [listFew, listMany] = await inTurn(
  () => list(few),
  () => list(many),
)
report('list page 1 of 100,000 / of 10', listMany / listFew, '<= 1.5', `${perCall(listFew, READS)} each of 10`)

let begun = 0
const [beginFew, beginMany] = await inTurn(
  () => begin(few),
  () => begin(many),
)
report(
  'begin a session over 100,000 / over 10',
  beginMany / beginFew,
  '<= 1.2',
  `${perCall(beginFew, READS / 10)} each`,
)

console.log(`a session without writes: ${await sessionBytes()} bytes (< 2048)`)

const folder = await mkdtemp(join(tmpdir(), 'lockstep-bench-'))
const memory = createMemoryStore()
for (const sync of ['normal', 'full'] as const) {
  const sqlite = await createSqliteStore(join(folder, `${sync}.db`), {}, sync)
  for (const writers of WRITERS) {
    const [writeMemory, writeSqlite] = await inTurn(
      () => write(memory, writers),
      () => write(sqlite, writers),
      () => performance.now(),
    )
    const what = `write throughput of ${writers} clients, SQLite${sync === 'full' ? '?sync=full' : ''} / memory`
    const aim = sync === 'full' ? 'the disk decides' : '>= 0.3'
    report(what, writeMemory / writeSqlite, aim, `${perCall(writeMemory, WRITES)} in memory`)
  }
  await sqlite.close()
}
await rm(folder, { recursive: true })

async function createFilled(count: number): Promise<Store> {
  const store = createMemoryStore({ maxSessions: SESSIONS })
  await store.write('', (state) => {
    for (let i = 0; i < count; i++) state.put(PETS, idOf(i), pet(i))
    return { commit: true, result: undefined }
  })
  return store
}

async function read(store: Store, count: number): Promise<void> {
  for (let i = 0; i < READS; i++) {
    const id = idOf((i * 7919) % count)
    await store.read('', (state) => state.get(PETS, id))
  }
}

/** The lower bound of what a request costs: Node's own server, no routing, no checks. */
async function request(store: Store, count: number): Promise<void> {
  const server = createServer((incoming, outgoing) => {
    const found = store.read('', (state) => state.get(PETS, (incoming.url ?? '').slice(1)))
    void soon(found, (entity) => outgoing.end(JSON.stringify(entity?.value)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  for (let i = 0; i < REQUESTS; i++) {
    const [response] = (await once(
      get({ host: '127.0.0.1', port, path: `/${idOf((i * 7919) % count)}`, agent }),
      'response',
    )) as [IncomingMessage]
    response.resume()
    await once(response, 'end')
  }
  agent.destroy()
  server.close()
  await once(server, 'close')
}

async function list(store: Store): Promise<void> {
  for (let i = 0; i < READS; i++) await store.read('', (state) => state.list(PETS, { offset: 0, limit: FEW }))
}

async function begin(store: Store): Promise<void> {
  for (let i = 0; i < READS / 10; i++) await store.read(`s${begun++}`, (state) => state.get(PETS, '1'))
}

async function write(store: Store, writers: number): Promise<void> {
  let done = 0
  await Promise.all(
    Array.from({ length: writers }, async () => {
      while (done < WRITES) {
        const i = done++
        await store.write('', (state) => ({ commit: true, result: state.put(PETS, idOf(i), pet(i)) }))
      }
    }),
  )
}

async function sessionBytes(): Promise<number> {
  const store = await createFilled(MANY)
  collectGarbage()
  const before = process.memoryUsage().heapUsed
  for (let i = 0; i < SESSIONS; i++) await store.read(`empty${i}`, (state) => state.get(PETS, '1'))
  collectGarbage()
  return Math.round((process.memoryUsage().heapUsed - before) / (await store.sessions()).length)
}

type Work = () => Promise<void>

async function inTurn(a: Work, b: Work, nowMs = processMs): Promise<[number, number]> {
  const works = [a, b]
  const timesMs = works.map((): number[] => [])
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, work] of works.entries()) {
      const startMs = nowMs()
      await work()
      timesMs[index]?.push(nowMs() - startMs)
    }
  }
  return timesMs.map((times) => times.sort((a, b) => a - b)[ROUNDS >> 1]) as [number, number]
}

/** Time that other processes take from us does not count. */
function processMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

function idOf(i: number): string {
  return `9f1c2a7e-${String(i).padStart(12, '0')}`
}

function pet(i: number): { readonly [key: string]: string | number | boolean } {
  return {
    name: `pet ${i}`,
    kind: 'dog',
    born: '2020-02-02',
    weight: i,
    sold: false,
    owner: 'someone',
    tag: 'x',
    note: '',
  }
}

function perCall(ms: number, calls: number): string {
  return `${((ms / calls) * 1000).toFixed(2)} µs`
}

function report(what: string, ratio: number, aim: string, detail: string): void {
  console.log(`${what}: ${ratio.toFixed(2)} (${aim}; ${detail})`)
}
