import { expect } from 'chai'
import { mocked } from '../../support/mocked.js'

const json = (media: string) => `content: { application/json: ${media} }`

const CALCULATOR = `
  paths:
    /calculate:
      post:
        requestBody: { ${json(`{ schema: { type: object }, examples: { one: { value: { x: 1 } }, two: { value: { x: 2 } }, many: { value: { x: 9 } }, media: { value: { x: 3 } } } }`)} }
        responses:
          '200': { description: ok, ${json(`{ examples: { one: { value: { y: 10 } }, two: { value: { y: 20 } } } }`)} }
          '415': { description: no, ${json(`{ examples: { media: { value: unsupported } } }`)} }
          '422': { description: no, ${json(`{ examples: { many: { value: { message: too many } } } }`)} }
    /status:
      get:
        parameters: [{ name: of, in: query, schema: { type: integer }, examples: { up: { value: 1 }, down: { value: '2' } } }, { name: X-Trace, in: header, schema: { type: string } }]
        responses: { '200': { description: ok, ${json(`{ examples: { up: { value: up }, down: { value: down } } }`)} } }
`

const PETS = `
  paths:
    /pets:
      post:
        requestBody: { required: true, ${json(`{ schema: { $ref: '#/components/schemas/Pet' }, examples: { cat: { value: { name: Tom } }, rat: { value: { name: Rat } } } }`)} }
        responses:
          '201': { description: made, ${json(`{ schema: { $ref: '#/components/schemas/Pet' }, examples: { cat: { value: { id: 1, name: Tom } } } }`)} }
          '409': { description: there, ${json(`{ examples: { rat: { value: there } } }`)} }
    /pets/{id}:
      get:
        parameters: [{ name: id, in: path, required: true, schema: { type: integer }, examples: { cat: { value: 7 }, lost: { value: 99 } } }]
        responses:
          '200': { description: ok, ${json(`{ schema: { $ref: '#/components/schemas/Pet' }, examples: { cat: { value: { id: 7, name: Kit } } } }`)} }
          '404': { description: no, ${json(`{ schema: { type: string }, examples: { lost: { value: gone fishing } } }`)} }
      put:
        parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
        requestBody: { required: true, ${json(`{ schema: { $ref: '#/components/schemas/Pet' } }`)} }
        responses: { '200': { description: ok, ${json(`{ schema: { $ref: '#/components/schemas/Pet' } }`)} } }
  components: { schemas: { Pet: { type: object, required: [name], properties: { id: { type: integer, readOnly: true }, name: { type: string } } } } }
`

describe('examples of a request and of an answer that have one name', () => {
  for (const stateless of [false, true]) {
    it(`answer each other${stateless ? ', also without state' : ''}`, async () => {
      const ask = await mocked(CALCULATOR, { stateless })
      const calculated = async (x: number) => {
        const { status, json } = await ask('POST /calculate', { body: { x } })
        return [status, json]
      }
      expect(await calculated(1)).to.deep.equal([200, { y: 10 }])
      expect(await calculated(2)).to.deep.equal([200, { y: 20 }])
      expect(await calculated(9)).to.deep.equal([422, { message: 'too many' }])
      expect(await calculated(3)).to.deep.equal([200, { y: 10 }])
      expect(await calculated(5)).to.deep.equal([200, { y: 10 }])
      const shown = async (query: string, headers = {}) => (await ask(`GET /status${query}`, { headers })).json
      expect(await shown('?of=2')).to.equal('down')
      expect(await shown('?of=2', { prefer: 'example=up' })).to.equal('up')
      expect(await shown('')).to.equal('up')
    })
  }

  it('do not speak against what the state knows', async () => {
    const ask = await mocked(PETS)
    const got = async (line: string, body?: unknown) => {
      const { status, json } = await ask(line, { body })
      return [status, json]
    }
    expect(await got('GET /pets/7')).to.deep.equal([200, { id: 7, name: 'Kit' }])
    expect(await got('GET /pets/99')).to.deep.equal([404, 'gone fishing'])
    expect((await got('POST /pets', { name: 'Rat' }))[0]).to.equal(201)
    await got('PUT /pets/99', { name: 'Fish' })
    expect(await got('GET /pets/99')).to.deep.equal([200, { id: 99, name: 'Fish' }])
  })

  it('pair nothing where values are generated', async () => {
    const ask = await mocked(CALCULATOR, { ignoreExamples: true })
    expect((await ask('POST /calculate', { body: { x: 9 } })).status).to.equal(200)
  })

  it('pair nothing where one name stands for everything, or beside errors alone', async () => {
    const ask = await mocked(`
      paths:
        /things/{id}:
          get:
            parameters: [{ name: id, in: path, required: true, schema: { type: integer }, examples: { sample: { value: 3 } } }]
            responses:
              '200': { description: ok, ${json(`{ schema: { type: object }, example: { id: 3 } }`)} }
              '404': { description: no, ${json(`{ examples: { sample: { value: no } } }`)} }
    `)
    expect((await ask('GET /things/3')).json).to.deep.equal({ id: 3 })
  })
})
