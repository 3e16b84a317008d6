import { expect } from 'chai'
import { setFlagsFromString } from 'node:v8'
import { mocked } from '../../support/mocked.js'

setFlagsFromString('--allow-natives-syntax')
// eslint-disable-next-line @typescript-eslint/no-implied-eval -- what V8 alone knows can be asked in no other way
const haveSameClass = new Function('a', 'b', 'return %HaveSameMap(a, b)') as (a: unknown, b: unknown) => boolean

describe('what is remembered', () => {
  it('has one hidden class for all entities that look alike, or else nothing that reads them is fast', async () => {
    const pet = `{ type: object, properties: { id: { type: integer, readOnly: true }, name: { type: string }, tags: { type: array } } }`
    const ask = await mocked(`
      paths:
        /pets:
          post:
            requestBody: { content: { application/json: { schema: ${pet} } } }
            responses: { 201: { description: created, content: { application/json: { schema: ${pet} } } } }
        /pets/{id}:
          get:
            parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
            responses: { 200: { description: ok, content: { application/json: { schema: ${pet} } } } }
    `)
    for (let i = 0; i < 60; i++) await ask('POST /pets', { body: { name: `pet ${i}`, tags: [] } })
    const entities = await ask.mock.store.read('', (state) => state.list('/pets', { offset: 40 }))
    expect(entities).to.have.length(20)
    expect(entities.filter(({ value }) => !haveSameClass(value, entities[0]?.value))).to.deep.equal([])
  })
})
