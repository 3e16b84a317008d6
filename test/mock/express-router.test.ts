import { expect } from 'chai'
import express, { type Router } from 'express'
import type { AddressInfo } from 'node:net'
import { createMock } from '../../mock/create-mock.js'
import { api } from '../support/api.js'

const PETS = `
  paths:
    /pets:
      get: { responses: { 200: { description: pets, content: { application/json: { schema: { type: array } } } } } }
`

async function served(mount: (router: Router) => void, ask: (url: string) => Promise<void>): Promise<void> {
  const mock = await createMock(await api(PETS))
  const router = mock.router()
  mount(router)
  const app = express().use('/api', router)
  app.use((_request, response) => {
    response.status(299).set('set-by', 'the app').end()
  })
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  try {
    await ask(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.close()
    server.closeAllConnections()
    await mock.close()
  }
}

describe('the Express router', () => {
  it('passes on what the document does not know', () =>
    served(
      () => undefined,
      async (url) => {
        expect((await fetch(`${url}/api/pets`)).status).to.equal(200)
        expect((await fetch(`${url}/api/cats`)).status).to.equal(299)
        expect((await fetch(`${url}/api/cats`, { method: 'OPTIONS' })).status).to.equal(299)
        expect((await fetch(`${url}/api/__lockstep-cats`)).status).to.equal(299)
      },
    ))

  it('names what the client asked for in a problem, with where the router is mounted', () =>
    served(
      () => undefined,
      async (url) => {
        const problem = (await (await fetch(`${url}/api/pets`, { method: 'DELETE' })).json()) as { instance: string }
        expect(problem.instance).to.equal('/api/pets')
      },
    ))

  it('takes routes of its own', () =>
    served(
      (router) =>
        router.get('/extra', (request, response) => {
          response.json(request.baseUrl)
        }),
      async (url) => {
        expect((await fetch(`${url}/api/pets`)).status).to.equal(200)
        expect(await (await fetch(`${url}/api/extra`)).json()).to.equal('/api')
        expect((await fetch(`${url}/api/cats`)).status).to.equal(299)
      },
    ))

  it('answers over headers that the app has set, and keeps the others', () =>
    served(
      () => undefined,
      async (url) => {
        const { headers } = await fetch(`${url}/api/pets`)
        expect(headers.get('x-powered-by')).to.equal('Express')
        expect(headers.get('content-type')).to.equal('application/json')
        expect(Number(headers.get('content-length'))).to.be.greaterThan(0)
      },
    ))
})
