import { expect } from 'chai'
import type { ServerResponse } from 'node:http'
import { endInBatch, handleInBatch } from '../../mock/adapters/batch.js'

/** Handles for that long. */
function work(milliseconds: number): void {
  const end = performance.now() + milliseconds
  while (performance.now() < end);
}

describe('requests of one turn of the event loop', () => {
  it('are answered before the next one is handled once handling has taken its time', async () => {
    const ended: string[] = []
    const seen: string[][] = []
    const outgoing = (name: string) => ({ end: () => ended.push(name) }) as unknown as ServerResponse
    await new Promise<void>((resolve) => {
      for (const name of ['a', 'b', 'c'])
        handleInBatch(() => {
          seen.push([...ended])
          endInBatch(outgoing(name), '')
          work(5)
        })
      handleInBatch(resolve)
    })
    expect(seen).to.deep.equal([[], ['a'], ['a', 'b']])
    expect(ended).to.deep.equal(['a', 'b', 'c'])
  })

  it('are answered although the socket of one of them fails', async () => {
    const ended: string[] = []
    const broken = {
      end: () => {
        throw new Error('broken')
      },
      destroy: () => ended.push('broken'),
    } as unknown as ServerResponse
    await new Promise<void>((resolve) => {
      handleInBatch(() => {
        endInBatch(broken, '')
      })
      handleInBatch(() => {
        endInBatch(
          {
            end: () => {
              resolve()
            },
          } as unknown as ServerResponse,
          '',
        )
      })
    })
    expect(ended).to.deep.equal(['broken'])
  })
})
