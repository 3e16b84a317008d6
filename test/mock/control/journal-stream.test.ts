import { expect } from 'chai'
import { createEventQueue } from '../../../mock/control/event-queue.js'
import { createMock } from '../../../mock/create-mock.js'
import { api } from '../../support/api.js'
import { request } from '../../support/request.js'
import { PETS, withPets } from './pets.js'

/** Reads a stream until it has so many events. */
async function readEvents(response: Response, count: number): Promise<readonly { readonly path: string }[]> {
  const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader()
  let text = ''
  const events = () =>
    [...text.matchAll(/^event: exchange\ndata: (.*)$/gm)].map(([, data]) => JSON.parse(data ?? '') as { path: string })
  while (reader && events().length < count) {
    const { value, done } = await reader.read()
    if (done) break
    text += new TextDecoder().decode(value)
  }
  await reader?.cancel()
  return events()
}

describe('following the journal', () => {
  it('gives every exchange as an event, of the session that is asked for', () =>
    withPets({}, async ({ url, send }) => {
      const all = await fetch(`${url}/__lockstep/journal/events`)
      const one = await fetch(`${url}/__lockstep/journal/events?session=a`)
      expect(all.headers.get('content-type')).to.match(/^text\/event-stream/)
      await send('GET', '/pets')
      await send('GET', '/pets/1', undefined, { 'lockstep-session': 'a' })
      expect((await readEvents(all, 2)).map(({ path }) => path)).to.deep.equal(['/pets', '/pets/1'])
      expect((await readEvents(one, 1)).map(({ path }) => path)).to.deep.equal(['/pets/1'])
    }))

  it('tells a client that comes back what it has missed', () =>
    withPets({}, async ({ url, send }) => {
      for (const path of ['/pets', '/pets/1', '/pets/2']) await send('GET', path)
      const again = await fetch(`${url}/__lockstep/journal/events`, { headers: { 'last-event-id': '1' } })
      expect((await readEvents(again, 2)).map(({ path }) => path)).to.deep.equal(['/pets/1', '/pets/2'])
    }))

  it('has room for 100 clients, and again for one when another went away', async () => {
    const mock = await createMock(await api(PETS))
    const follow = () => mock.control(request('/__lockstep/journal/events'))
    const answers = await Promise.all(Array.from({ length: 100 }, follow))
    expect((await follow()).status).to.equal(503)
    await answers[0]?.stream?.[Symbol.asyncIterator]().return?.()
    expect((await follow()).status).to.equal(200)
    await mock.close()
  })

  it('ends with the mock', async () => {
    const mock = await createMock(await api(PETS))
    const { stream } = await mock.control(request('/__lockstep/journal/events'))
    const iterator = stream?.[Symbol.asyncIterator]()
    await iterator?.next()
    const next = iterator?.next()
    await mock.close()
    expect(await next).to.deep.equal({ done: true, value: undefined })
  })

  it('cuts a client off that does not read', async () => {
    let ends = 0
    const queue = createEventQueue(() => ends++)
    for (let i = 0; i < 3000; i++) queue.push('x'.repeat(1024))
    expect(ends).to.equal(1)
    let bytes = 0
    for await (const text of queue) bytes += text.length
    expect(bytes).to.be.within(1024 * 1024, 1024 * 1024 + 1024)
  })

  it('ends while it waits', async () => {
    const queue = createEventQueue(() => undefined)
    const iterator = queue[Symbol.asyncIterator]()
    const next = iterator.next()
    await iterator.return?.()
    expect((await next).done).to.equal(true)
  })
})
