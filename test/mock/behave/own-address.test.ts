import { expect } from 'chai'
import express from 'express'
import type { AddressInfo } from 'node:net'
import { mocked } from '../../support/mocked.js'
import { json } from '../../support/operations.js'

const LINK = '{ type: object, required: [href], properties: { href: { type: string, format: uri } } }'
const REF = "{ $ref: '#/components/schemas/Pet' }"

/** Below a server prefix; paths of items end in a slash. */
const PETS = `
  servers: [{ url: /v1 }]
  paths:
    /pets:
      get: { responses: { 200: { description: d, ${json(`{ type: array, items: ${REF} }`)} } } }
      post:
        requestBody: { ${json(REF)} }
        responses: { 201: { description: d, ${json(REF)} } }
    /pets/{id}/:
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      get: { responses: { 200: { description: d, ${json(REF)} }, 404: { description: d } } }
      put:
        requestBody: { ${json(REF)} }
        responses: { 200: { description: d, ${json(REF)} }, 404: { description: d } }
    /pets/{id}/toys/:
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      get: { responses: { 200: { description: d, ${json('{ type: array, items: { type: string } }')} } } }
  components:
    schemas:
      Pet:
        type: object
        required: [id, name]
        properties:
          id: { type: integer, readOnly: true }
          name: { type: string }
          link: { type: string, format: uri }
          version: { type: integer, readOnly: true }
          url: { type: string, format: uri, readOnly: true, example: 'https://pets.example/pets/1' }
          toys_url: { type: string, readOnly: true }
          links: { type: object, properties: { self: ${LINK}, toys: ${LINK} } }
`
const AT_HOME = { headers: { host: 'localhost:4010' } }

function linksOf(item: string): object {
  return { url: item, toys_url: `${item}toys/`, links: { self: { href: item }, toys: { href: `${item}toys/` } } }
}

describe('the address of an item', () => {
  it('stands in its members, as the client came in', async () => {
    const ask = await mocked(PETS)
    const made = await ask('POST /v1/pets', { body: { name: 'Rex' }, ...AT_HOME })
    expect(made.json).to.deep.include({ name: 'Rex', ...linksOf('http://localhost:4010/v1/pets/1/') })
    expect(made.headers['location']).to.equal('/v1/pets/1/')
    const elsewhere = { headers: { host: 'mock:80' } }
    expect((await ask('GET /pets/1/', elsewhere)).json).to.deep.include(linksOf('http://mock:80/pets/1/'))
    const listed = (await ask('GET /v1/pets', AT_HOME)).json as unknown[]
    expect(listed[0]).to.deep.include(linksOf('http://localhost:4010/v1/pets/1/'))
  })

  it('changes nothing when a client sends back what it read', async () => {
    const ask = await mocked(PETS)
    const made = await ask('POST /v1/pets', { body: { name: 'Rex' }, ...AT_HOME })
    const same = await ask('PUT /v1/pets/1/', { body: made.json, ...AT_HOME })
    expect(same.json).to.deep.equal(made.json)
    expect((await ask('GET /pets/1/', { headers: { host: 'mock' } })).json).to.deep.include(
      linksOf('http://mock/pets/1/'),
    )
  })

  it('is not put where a client may say something else', async () => {
    const ask = await mocked(PETS)
    expect((await ask('POST /pets', { body: { name: 'Rex' } })).json).not.to.have.property('link')
    const body = { name: 'Max', link: 'https://max.example/' }
    expect((await ask('POST /pets', { body })).json).to.deep.include(body)
  })

  it('is not told of an item that no path leads to', async () => {
    const song =
      '{ type: object, required: [id], properties: { id: { type: integer, readOnly: true }, href: { type: string, format: uri } } }'
    const ask = await mocked(`
      paths:
        /users/{user}/songs:
          parameters: [{ name: user, in: path, required: true, schema: { type: string } }]
          get: { responses: { 200: { description: d, ${json(`{ type: array, items: ${song} }`)} } } }
          post:
            requestBody: { ${json('{ type: object, properties: { name: { type: string } } }')} }
            responses: { 201: { description: d, ${json(song)} } }
    `)
    expect((await ask('POST /users/ann/songs', { body: { name: 'Rain' } })).json).not.to.have.property('href')
  })

  it('leaves the example of an item that nobody created', async () => {
    const lenient = PETS.replace(/      post:\n.*\n.*\n/, '')
    const ask = await mocked(lenient)
    expect((await ask('GET /pets/9/')).json).to.deep.include({ url: 'https://pets.example/pets/1' })
  })

  it('leads back into the session that stands in the URL', async () => {
    const ask = await mocked(PETS)
    const base = '/__lockstep/s/one/v1/pets'
    const made = await ask(`POST ${base}`, { body: { name: 'Rex' }, ...AT_HOME })
    expect(made.json).to.deep.include(linksOf(`http://localhost:4010${base}/1/`))
    expect(made.headers['location']).to.equal(`${base}/1/`)
  })

  it('leads through the place where a router is mounted', async () => {
    const { mock } = await mocked(PETS)
    const server = express().use('/api', mock.router()).listen(0, '127.0.0.1')
    try {
      await new Promise((resolve) => server.once('listening', resolve))
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      const headers = { 'content-type': 'application/json' }
      const made = await fetch(`${origin}/api/pets`, { method: 'POST', headers, body: '{"name":"Rex"}' })
      expect(made.headers.get('location')).to.equal('/api/pets/1/')
      expect(await made.json()).to.deep.include(linksOf(`${origin}/api/pets/1/`))
    } finally {
      server.close()
      server.closeAllConnections()
    }
  })

  it('is shown by the admin API, and fits any host in a seed', async () => {
    const ask = await mocked(PETS)
    await ask('POST /pets', { body: { name: 'Rex' } })
    const look = (path: string) =>
      ask.mock.control({ method: 'GET', path, query: '', body: new Uint8Array(), ...AT_HOME })
    expect(String((await look('/__lockstep/state/pets/1')).body)).to.contain('"url":"http://localhost:4010/pets/1/"')
    expect(String((await look('/__lockstep/seed')).body)).not.to.contain('localhost')
  })

  it('is the id where nobody can send id, name or type, and the path then means the name', async () => {
    const zone = `content: { application/json: { schema: { $ref: '#/components/schemas/Zone' } } }`
    const ask = await mocked(`
      paths:
        /groups/{group}/zones/{zoneId}:
          parameters: [{ name: group, in: path, required: true, schema: { type: string } }, { name: zoneId, in: path, required: true, schema: { type: string } }]
          get: { responses: { 200: { description: ok, ${zone} }, 404: { description: none } } }
          put: { requestBody: { ${zone} }, responses: { 200: { description: ok, ${zone} }, 201: { description: ok, ${zone} } } }
      components:
        schemas:
          Zone:
            type: object
            properties: { id: { type: string, readOnly: true }, name: { type: string, readOnly: true }, type: { type: string, readOnly: true }, location: { type: string } }
    `)
    const made = await ask('PUT /groups/g/zones/a', { body: { location: 'west' } })
    expect(made.json).to.include({ id: '/groups/g/zones/a', name: 'a', location: 'west' })
    expect((await ask('GET /groups/g/zones/a')).json).to.deep.equal(made.json)
  })
})
