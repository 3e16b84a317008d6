import { expect } from 'chai'
import fc from 'fast-check'
import { said, tell, type Story } from '../../support/story.js'

const ITEM =
  '{ type: object, required: [id, name], properties: { id: { type: integer, readOnly: true }, name: { type: string }, rank: { type: integer } } }'

/** A collection whose list has these parameters and this schema, with items called as given. */
async function listOf(parameters: string, schema: string, names: readonly string[], headers = '{}'): Promise<Story> {
  const story = await tell(`
    paths:
      /items:
        get:
          parameters: [${parameters}]
          responses: { 200: { description: d, headers: ${headers}, content: { application/json: { schema: ${schema} } } } }
        post:
          requestBody: { content: { application/json: { schema: ${ITEM} } } }
          responses: { 201: { description: d, content: { application/json: { schema: ${ITEM} } } } }
  `)
  for (const [index, name] of names.entries()) await story.ask('POST /items', [], { body: { name, rank: index % 3 } })
  return story
}

const query = (name: string, type: string): string => `{ name: ${name}, in: query, schema: { type: ${type} } }`
const LIST = `{ type: array, items: ${ITEM} }`
const PAGE = `{ type: object, required: [items], properties: { items: ${LIST}, total: { type: integer }, hasMore: { type: boolean }, nextCursor: { type: [string, 'null'] } } }`
const names = (value: unknown): string[] => (value as { name: string }[]).map(({ name }) => name)

describe('a list', () => {
  it('is walked by cursor without a gap or a repeat, whatever the size of its pages', async () => {
    const story = await listOf(`${query('limit', 'integer')}, ${query('cursor', 'string')}`, PAGE, [
      'a',
      'b',
      'c',
      'd',
      'e',
    ])
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 7 }), async (limit) => {
        const walked: string[] = []
        let cursor: string | null | undefined
        do {
          const asked = { limit, ...(typeof cursor === 'string' ? { cursor } : {}) }
          const page = said(await story.ask('GET /items', [], { query: asked })).value as {
            items: { name: string }[]
            total: number
            hasMore: boolean
            nextCursor: string | null
          }
          expect(page.total).to.equal(5)
          expect(page.hasMore).to.equal(page.nextCursor !== null)
          walked.push(...names(page.items))
          cursor = page.nextCursor
        } while (cursor !== null)
        expect(walked).to.deep.equal(['a', 'b', 'c', 'd', 'e'])
      }),
      { numRuns: 10 },
    )
  })

  it('is cut by page and size; a page past the end is empty', async () => {
    const { ask } = await listOf(`${query('page', 'integer')}, ${query('per_page', 'integer')}`, LIST, ['a', 'b', 'c'])
    expect(names(said(await ask('GET /items', [], { query: { page: 2, per_page: 2 } })).value)).to.deep.equal(['c'])
    expect(said(await ask('GET /items', [], { query: { page: 3, per_page: 2 } })).value).to.deep.equal([])
  })

  it('is filtered by members that the document declares as parameters', async () => {
    const { ask } = await listOf(query('rank', 'integer'), LIST, ['a', 'b', 'c', 'd'])
    expect(names(said(await ask('GET /items', [], { query: { rank: 0 } })).value)).to.deep.equal(['a', 'd'])
  })

  it('is sorted by a member, descending with a minus', async () => {
    const { ask } = await listOf(query('sort', 'string'), LIST, ['b', 'a', 'c'])
    expect(names(said(await ask('GET /items', [], { query: { sort: 'name' } })).value)).to.deep.equal(['a', 'b', 'c'])
    expect(names(said(await ask('GET /items', [], { query: { sort: '-name' } })).value)).to.deep.equal(['c', 'b', 'a'])
  })

  it('does nothing with a parameter that it does not recognise', async () => {
    const { ask } = await listOf(query('verbose', 'string'), LIST, ['a', 'b'])
    expect(names(said(await ask('GET /items', [], { query: { verbose: 'x' } })).value)).to.deep.equal(['a', 'b'])
  })

  it('links to its other pages where a Link header is declared', async () => {
    const link = '{ Link: { schema: { type: string } } }'
    const { ask } = await listOf(
      `${query('page', 'integer')}, ${query('per_page', 'integer')}`,
      LIST,
      ['a', 'b', 'c'],
      link,
    )
    const reply = await ask('GET /items', [], { query: { page: 1, per_page: 2 } })
    expect(reply.kind === 'value' && reply.headers?.['link']).to.equal(
      '<http://localhost/items?page=1&per_page=2>; rel="first", <http://localhost/items?page=2&per_page=2>; rel="next", <http://localhost/items?page=2&per_page=2>; rel="last"',
    )
  })

  it('links by the names that members of a parameter have in the query', async () => {
    const link = '{ Link: { schema: { type: string } } }'
    const page =
      '{ name: page, in: query, style: deepObject, schema: { type: object, properties: { number: { type: integer }, size: { type: integer } } } }'
    const { ask } = await listOf(page, LIST, ['a', 'b', 'c'], link)
    const reply = await ask('GET /items', [], { query: { page: { number: 2, size: 2 } } })
    const sent = reply.kind === 'value' ? decodeURIComponent(String(reply.headers?.['link'])) : ''
    expect(sent).to.match(/page\[number\]=1[^>]*>; rel="prev"/)
  })

  it('shows the members that are asked for, and those that must be there', async () => {
    const { ask } = await listOf(query('fields', 'string'), LIST, ['a'])
    const shown = async (fields: string) => said(await ask('GET /items', [], { query: { fields } })).value
    expect(await shown('rank')).to.deep.equal([{ id: 1, name: 'a', rank: 0 }])
    expect(await shown('name')).to.deep.equal([{ id: 1, name: 'a' }])
    expect(await shown('items(name)')).to.deep.equal([{ id: 1, name: 'a', rank: 0 }])
  })

  it('goes forth and back where the document declares a cursor for each way', async () => {
    const { ask } = await listOf(
      `${query('before', 'string')}, ${query('limit', 'integer')}, ${query('after', 'string')}`,
      PAGE,
      ['a', 'b', 'c', 'd'],
    )
    const page = async (asked: Record<string, unknown>) =>
      names((said(await ask('GET /items', [], { query: { limit: 2, ...asked } })).value as { items: unknown }).items)
    expect(await page({ after: '2' })).to.deep.equal(['c', 'd'])
    expect(await page({ before: '3' })).to.deep.equal(['a', 'b'])
  })

  it('looks for a term in the member that the term names', async () => {
    const { ask } = await listOf(query('q', 'string'), LIST, ['ann', 'ben', 'name'])
    const found = async (q: string) => names(said(await ask('GET /items', [], { query: { q } })).value)
    expect(await found(`name:'ann'`)).to.deep.equal(['ann'])
    expect(await found('rank > 0 AND name:ben')).to.deep.equal(['ben'])
    expect(await found('name')).to.deep.equal(['name'])
  })
})
