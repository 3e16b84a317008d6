import { expect } from 'chai'
import { mocked } from '../../support/mocked.js'

const BOOKS = `
  components:
    schemas:
      Book: { type: object, properties: { id: { type: string, readOnly: true }, title: { type: string }, year: { type: integer } } }
      Books: { type: array, items: { $ref: '#/components/schemas/Book' } }
  paths:
    /books:
      post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Book' } } } }, responses: { 201: { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Book' } } } } } }
      get: { parameters: [{ name: sort, in: query, schema: { type: string } }, { name: year, in: query, schema: { type: array, items: { type: integer } } }], responses: { 200: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Books' } } } } } }
    /books/search:
      post:
        requestBody: { content: { application/json: { schema: { type: object, properties: { filters: { type: array, items: { type: object } }, sort: { type: array, items: { type: string } } } } } } }
        responses: { 200: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Books' } } } } }
`

describe('searches that ask for very much', () => {
  it('hold up nobody, and find what they name', async () => {
    const ask = await mocked(BOOKS)
    const count = 300
    for (let i = 0; i < count; i++) await ask('POST /books', { body: { title: 'same', year: i } })
    const years = async (body: unknown) =>
      ((await ask('POST /books/search', { body })).json as { year: number }[]).map(({ year }) => year)
    const most = Array.from({ length: 300_000 }, (_, i) => String(count + i))
    expect(await years({ filters: [{ field: 'year', operator: 'in', value: ['7', ...most, 9] }] })).to.deep.equal([
      7, 9,
    ])
    expect(await years({ filters: [{ field: 'title', operator: 'contains', value: most }] })).to.have.length(count)
    const never = { field: 'year', operator: 'eq', value: -1 }
    expect(await years({ filters: [never] })).to.deep.equal([])
    expect(await years({ filters: Array.from({ length: 50_000 }, () => never) })).to.have.length(count)
    const sorts = Array.from({ length: 200_000 }, () => 'title')
    expect((await years({ filters: [], sort: [...sorts, '-year'] }))[0]).to.equal(count - 1)
  })
})
