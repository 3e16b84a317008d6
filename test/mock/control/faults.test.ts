import { expect } from 'chai'
import express from 'express'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { createMock } from '../../../mock/create-mock.js'
import { api } from '../../support/api.js'
import { PETS, withPets } from './pets.js'

/** How a request ends: a status, or the code of the error. */
function outcome(url: string, headers: Record<string, string> = {}): Promise<number | string | undefined> {
  return new Promise((resolve) => {
    const outgoing = http.get(url, { headers, agent: false }, (incoming) => {
      incoming.on('error', (error: NodeJS.ErrnoException) => {
        resolve(`${incoming.statusCode ?? ''} ${error.code ?? ''}`)
      })
      incoming.on('end', () => {
        resolve(incoming.statusCode)
      })
      incoming.resume()
    })
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      resolve(error.message.includes('hang up') ? 'hang up' : error.code)
    })
  })
}

describe('faults', () => {
  it('reset the connection, close it without an answer, or cut the answer in half', () =>
    withPets({}, async ({ url, send }) => {
      await send('POST', '/pets', { name: 'Ann' })
      expect(await outcome(`${url}/pets`, { prefer: 'lockstep-fault=reset' })).to.equal('ECONNRESET')
      expect(await outcome(`${url}/pets`, { prefer: 'lockstep-fault=empty' })).to.equal('hang up')
      expect(await outcome(`${url}/pets`, { prefer: 'lockstep-fault=truncate' })).to.equal('200 ECONNRESET')
      expect(await outcome(`${url}/pets`)).to.equal(200)
    }))

  it('happen inside an Express app too', async () => {
    const mock = await createMock(await api(PETS))
    const server = express().use('/api', mock.router()).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    expect(await outcome(`${url}/api/pets`, { prefer: 'lockstep-fault=empty' })).to.equal('hang up')
    expect(await outcome(`${url}/api/__lockstep/health`)).to.equal(200)
    server.close()
    server.closeAllConnections()
    await mock.close()
  })

  it('do nothing in the state when the connection breaks, and all when only the answer is cut', () =>
    withPets({}, async ({ send }) => {
      const create = (fault: string) =>
        send('POST', '/pets', { name: fault }, { prefer: `lockstep-fault=${fault}` }).catch(() => undefined)
      await create('reset')
      await create('empty')
      await create('truncate')
      expect((await send('GET', '/pets')).body).to.have.nested.property('[0].name', 'truncate')
      expect((await send('GET', '/pets')).body).to.have.length(1)
    }))

  it('stand in the journal', () =>
    withPets({}, async ({ send, mock }) => {
      await send('GET', '/pets', undefined, { prefer: 'lockstep-fault=reset' }).catch(() => undefined)
      expect(mock.journal.entries()[0]?.response.fault).to.equal('reset')
    }))

  it('that are not known are left out and reported', () =>
    withPets({}, async ({ send, mock }) => {
      expect(
        (await send('GET', '/pets', undefined, { prefer: 'lockstep-fault=boom, lockstep-delay=soon' })).status,
      ).to.equal(200)
      expect(mock.journal.entries()[0]?.findings.map(({ rule }) => rule)).to.deep.equal([
        'request/preference',
        'request/preference',
      ])
    }))
})
