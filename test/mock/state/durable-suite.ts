import { expect } from 'chai'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { openStore } from '../../../mock/state/open-store.js'
import type { Store, StoreOptions } from '../../../mock/state/store.js'
import type { LogStoreOptions } from '../../../mock/state/log-store.js'
import { addOne, change, get, increment, key, listIds, look, next, PETS, put } from './store-steps.js'

const PROCESS = fileURLToPath(new URL('./store-process.js', import.meta.url))

/** What a store promises beside the shared suite when it outlives a process. `newUri` names an empty one. */
export function describeDurableStore(name: string, newUri: () => Promise<string>): void {
  describe(`durable state store: ${name}`, () => {
    const opened: Store[] = []

    async function open(uri: string, options: LogStoreOptions = {}): Promise<Store> {
      const store = await openStore(uri, options)
      opened.push(store)
      return store
    }

    afterEach(async () => {
      for (const store of opened.splice(0)) await store.close()
    })

    for (const checkpointBytes of [0, 1_000_000]) {
      it(`finds all worlds as they were when opened again, with checkpoints after ${checkpointBytes} bytes`, async () => {
        const uri = await newUri()
        const before = await open(uri, { checkpointBytes })
        await fill(before)
        const after = await open(uri)
        for (const session of ['', 'a', 'b', 'c']) {
          expect(await picture(after, session), session).to.deep.equal(await picture(before, session))
        }
        expect(await after.sessions()).to.have.members(['a', 'b', 'c'])
        expect(await after.snapshots()).to.deep.equal(await before.snapshots())
        for (const snapshot of ['first', 'of a']) {
          await before.restore('x', snapshot)
          const restored = await picture(before, 'x')
          await after.restore('y', snapshot)
          expect(await picture(after, 'y'), snapshot).to.deep.equal(restored)
        }
      })
    }

    it('keeps a change of many megabytes whole', async () => {
      const uri = await newUri()
      const before = await open(uri)
      await change(before, '', (state) => {
        for (let i = 0; i < 30; i++) state.put(PETS, String(i), { text: 'ä'.repeat(100_000) })
      })
      await put(before, '', 'last', {})
      const after = await open(uri)
      expect(await picture(after, '')).to.deep.equal(await picture(before, ''))
    })

    it('shows each write at once to every other that has it open', async () => {
      const uri = await newUri()
      const one = await open(uri, { checkpointBytes: 300 })
      const other = await open(uri)
      for (let i = 0; i < 20; i++) {
        const [writer, reader] = i % 2 === 0 ? [one, other] : [other, one]
        await put(writer, '', String(i), { i })
        expect((await get(reader, '', String(i)))?.value).to.deep.equal({ i })
        await put(writer, 's', String(i), { s: i })
        expect((await get(reader, 's', String(i)))?.value).to.deep.equal({ s: i })
      }
      expect(await listIds(one, '')).to.deep.equal(await listIds(other, ''))
      await one.drop('s')
      expect(await other.sessions()).to.deep.equal([])
    })

    it('lets who only looks go on while another one has its turn, and sees to it that no write is lost', async () => {
      const uri = await newUri()
      const one = await open(uri)
      const other = await open(uri)
      await put(one, '', '1', { n: 0 })
      let openGate: () => void = () => undefined
      const gate = new Promise<void>((resolve) => (openGate = resolve))
      const slow = one.write('', async (state) => {
        await gate
        await addOne(state)
        return { commit: true, result: undefined }
      })
      const looked = await other.write('', (state) => ({ commit: true, result: state.get(PETS, '1')?.value }), 'seldom')
      expect(looked).to.deep.equal({ n: 0 })
      const seldom = [one, other].map(async (store) =>
        store.write(
          '',
          async (state) => {
            await addOne(state)
            return { commit: true, result: undefined }
          },
          'seldom',
        ),
      )
      openGate()
      await Promise.all([slow, ...seldom])
      expect((await get(other, '', '1'))?.value).to.deep.equal({ n: 3 })
    })

    it('loses no update and repeats no number under 1,000 writes of two processes', async function () {
      const uri = await newUri()
      const store = await open(uri)
      await put(store, '', '1', { n: 0 })
      const workers = await Promise.all([start(uri, 'increment', 400), start(uri, 'increment', 400)])
      for (const worker of workers) worker.go()
      const own = await Promise.all(Array.from({ length: 200 }, () => increment(store, '')))
      const theirs = (await Promise.all(workers.map((worker) => worker.lines))).flat().map(Number)
      const numbers = [...own, ...theirs].sort((a, b) => a - b)
      expect(numbers).to.deep.equal(Array.from({ length: 1000 }, (_, i) => i + 1))
      expect(await get(store, '', '1')).to.deep.equal({ id: '1', value: { n: 1000 }, version: 1001 })
    })

    it('has every acknowledged write after kill -9, and half of none', async () => {
      const uri = await newUri()
      const workers = await Promise.all([start(uri, 'forever', 7), start(uri, 'forever', 7)])
      for (const worker of workers) worker.killAfter(300)
      const acknowledged = (await Promise.all(workers.map((worker) => worker.lines))).flat()
      const store = await open(uri)
      const ids = new Set(await listIds(store, ''))
      expect(acknowledged.length).to.be.at.least(600)
      expect(acknowledged.map((line) => line.split(' ')[1]).filter((id) => !ids.has(id as string))).to.deep.equal([])
      expect(new Set(acknowledged.map((line) => line.split(' ')[0])).size).to.equal(acknowledged.length)
      expect(await look(store, '', (state) => state.counter('id'))).to.equal(ids.size)
    })

    it('counts what sessions wrote, and knows which was not used for longest, also when opened again', async () => {
      const uri = await newUri()
      const first = await open(uri, { checkpointBytes: 0 })
      for (const session of ['a', 'b', 'c']) await put(first, session, '1', { text: 'x'.repeat(3000) })
      const second = await open(uri, { checkpointBytes: 0, maxSessionsBytes: 12_000 })
      expect(await second.describe()).to.deep.equal(await first.describe())
      await put(second, 'd', '1', { text: 'x'.repeat(3000) })
      expect(await second.sessions()).to.deep.equal(['b', 'c', 'd'])
    })

    it('keeps to its bounds when opened again', async () => {
      const uri = await newUri()
      const options: StoreOptions = { maxSessions: 3, maxSnapshots: 2 }
      const first = await open(uri, options)
      for (const session of ['a', 'b', 'c', 'd']) await put(first, session, '1', {})
      const second = await open(uri, options)
      expect(await second.sessions()).to.deep.equal(['b', 'c', 'd'])
      await put(second, 'e', '1', {})
      expect(await first.sessions()).to.have.members(['c', 'd', 'e'])
    })
  })
}

interface Worker {
  go(): void
  /** Kills it without warning once it has said so many lines. */
  killAfter(lines: number): void
  readonly lines: Promise<readonly string[]>
}

async function start(uri: string, work: string, count: number): Promise<Worker> {
  const child = spawn(process.execPath, [PROCESS, uri, work, String(count)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines: string[] = []
  let mostLines = Infinity
  const reader = createInterface(child.stdout)
  await once(reader, 'line')
  reader.on('line', (line) => {
    lines.push(line)
    if (lines.length === mostLines) child.kill('SIGKILL')
  })
  return {
    go: () => child.stdin.write('go\n'),
    killAfter: (most) => {
      mostLines = most
      child.stdin.write('go\n')
    },
    lines: once(reader, 'close').then(() => lines),
  }
}

/** Worlds that share, differ, removed and moved things. */
async function fill(store: Store): Promise<void> {
  await change(store, '', (state) => {
    for (let i = 0; i < 100; i++) state.put(PETS, String(i), { i })
    state.put(key('/pets/1/toys'), 'ball', {})
    state.touch(key('/touched'))
    state.next('id')
  })
  await store.snapshot('', 'first')
  await put(store, 'a', 'new in a', {})
  await put(store, 'a', 'new too', {})
  await change(store, '', (state) => {
    state.remove(PETS, '1')
    state.remove(PETS, '50')
    state.put(PETS, '50', { again: true })
    state.put(PETS, '7', { changed: true })
    state.next('id')
  })
  await put(store, 'b', 'new too', { b: true })
  await put(store, 'b', 'new in a', { b: true })
  await change(store, 'b', (state) => {
    state.remove(PETS, '2')
    state.put(key('/only/in/b'), '1', {})
    state.next('of b')
  })
  await store.snapshot('a', 'of a')
  await change(store, 'a', (state) => {
    state.remove(PETS, '3')
    state.put(PETS, '3', {})
    state.touch(key('/emptied'))
  })
  await store.restore('c', 'first')
  await next(store, 'c', 'id')
}

async function picture(store: Store, session: string): Promise<unknown> {
  return store.read(session, (state) => {
    const collections = [...state.collections()].sort()
    return {
      collections: collections.map((each) => [each, state.list(each, { offset: 0 })]),
      counters: ['id', 'of b'].map((name) => state.counter(name)),
    }
  })
}
