/**
 * A process beside the tests that works on a store: `node store-process.js URI WORK COUNT`.
 * Says 'ready' when the store is open and waits for a line; then says on a line of its own what was acknowledged.
 */
import { once } from 'node:events'
import { openStore } from '../../../mock/state/open-store.js'
import { increment, PETS } from './store-steps.js'

const [uri, work, count] = process.argv.slice(2)
const store = await openStore(uri, { checkpointBytes: 20_000 })
say('ready')
await once(process.stdin, 'data')

if (work === 'increment') await incrementTimes(Number(count))
else await putForever(Number(count))

async function incrementTimes(times: number): Promise<void> {
  await Promise.all(
    Array.from({ length: times }, async () => {
      say(String(await increment(store, '')))
    }),
  )
  await store.close()
  // The process ends by itself when all is said: exit() would cut that short.
  process.stdin.destroy()
}

/** Until it is killed: several writers at once, so that turns hold more than one change. */
async function putForever(writers: number): Promise<void> {
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      for (let i = 0; ; i++) await putOne(`${process.pid}-${writer}-${i}`)
    }),
  )
}

async function putOne(id: string): Promise<void> {
  const number = await store.write('', (state) => {
    state.put(PETS, id, {})
    return { commit: true, result: state.next('id') }
  })
  say(`${number} ${id}`)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
