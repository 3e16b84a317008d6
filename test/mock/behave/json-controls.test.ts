import { expect } from 'chai'
import { mocked } from '../../support/mocked.js'

const ITEM =
  '{ type: object, required: [id], properties: { id: { type: integer, readOnly: true }, name: { type: string }, size: { type: integer }, state: { type: string, enum: [open, shut] } } }'
const text = (name: string): string => `{ name: ${name}, in: query, schema: { type: string } }`
const number = (name: string): string => `{ name: ${name}, in: query, schema: { type: integer } }`

async function listed(parameters: string, query: string) {
  const ask = await mocked(`
    paths:
      /boxes:
        get:
          parameters: [${parameters}]
          responses: { 200: { description: d, headers: { Content-Range: { schema: { type: string } } }, content: { application/json: { schema: { type: array, items: ${ITEM} } } } } }
        post: { requestBody: { content: { application/json: { schema: ${ITEM} } } }, responses: { 201: { description: d, content: { application/json: { schema: ${ITEM} } } } } }
      /boxes/{id}:
        parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
        get: { responses: { 200: { description: d, content: { application/json: { schema: ${ITEM} } } } } }
  `)
  for (const [name, size, state] of [
    ['a', 3, 'open'],
    ['b', 1, 'shut'],
    ['c', 2, 'open'],
  ]) {
    await ask('POST /boxes', { body: { name, size, state } })
  }
  const { json, headers } = await ask(`GET /boxes?${query}`)
  const names = Array.isArray(json) ? json.map(({ name }: { name: string }) => name).join('') : json
  return { names, range: headers['content-range'] }
}

const integers = (...names: readonly string[]): string =>
  `{ type: object, properties: { ${names.map((name) => `${name}: { type: integer }`).join(', ')} } }`
/** As JSON:API, LoopBack and generators for Java have them. */
const PAGE = `{ name: page, in: query, style: deepObject, explode: true, schema: ${integers('number', 'size')} }`
const LOOPBACK =
  '{ name: filter, in: query, content: { application/json: { schema: { type: object, properties: { where: { type: object }, order: { type: array, items: { type: string } }, limit: { type: integer }, skip: { type: integer } } } } } }'
const ASKED =
  '{ name: asked, in: query, schema: { type: object, properties: { page: { type: integer }, per_page: { type: integer }, state: { type: string }, name: { type: string } } } }'

describe('controls of a list that are written as JSON, or as members of one parameter', () => {
  const rows: readonly (readonly [string, string, string, string])[] = [
    [text('sort'), 'sort=["size","DESC"]', 'acb', 'boxes 0-2/3'],
    [text('sort'), 'sort=["size","ASC"]', 'bca', 'boxes 0-2/3'],
    [text('sort'), 'sort={"size":-1}', 'acb', 'boxes 0-2/3'],
    [text('range'), 'range=[1,2]', 'bc', 'boxes 1-2/3'],
    [text('range'), 'range=[5,9]', '', 'boxes */3'],
    [text('range'), 'range=nonsense', 'abc', 'boxes 0-2/3'],
    [text('filter'), 'filter={"state":"open"}', 'ac', 'boxes 0-1/2'],
    [text('filter'), 'filter={"name":["b","c"],"size":{"gt":1}}', 'c', 'boxes 0-0/1'],
    [text('filter'), 'filter={"state":"any","more":1}', 'abc', 'boxes 0-2/3'],
    [text('filter'), 'filter={', 'abc', 'boxes 0-2/3'],
    [
      '{ name: filter, in: query, style: deepObject, schema: { type: object, properties: { state: { type: string } } } }',
      'filter[state]=shut',
      'b',
      'boxes 0-0/1',
    ],
    [text('filter'), 'filter={"size_gte":2,"name_neq":"a"}', 'c', 'boxes 0-0/1'],
    [text('filter'), 'filter={"size":{"in":[1,3]}}', 'ab', 'boxes 0-1/2'],
    [text('filter'), 'filter={"size":{"between":[1,2]}}', 'bc', 'boxes 0-1/2'],
    [text('filter'), 'filter={"size":{"not":{"gt":1}}}', 'b', 'boxes 0-0/1'],
    [text('filter'), 'filter={"$or":[{"name":"a"},{"size":{"$lt":2}}]}', 'ab', 'boxes 0-1/2'],
    [text('filter'), 'filter={"_not":{"state":"open"}}', 'b', 'boxes 0-0/1'],
    [text('filter'), 'filter={"or":[{"name":"a"},{"colour":"red"}]}', 'abc', 'boxes 0-2/3'],
    [text('filter'), `filter=${'{"and":['.repeat(60)}{"name":"a"}${']}'.repeat(60)}`, 'abc', 'boxes 0-2/3'],
    [`${text('_sort')}, ${text('_order')}`, '_sort=state,size&_order=desc,asc', 'bca', 'boxes 0-2/3'],
    [LOOPBACK, 'filter={"where":{"state":"open"},"order":["size ASC"],"limit":1}', 'c', 'boxes 0-0/2'],
    [LOOPBACK, 'filter={"skip":1,"limit":5}', 'bc', 'boxes 1-2/3'],
    [PAGE, 'page[number]=2&page[size]=2', 'c', 'boxes 2-2/3'],
    [PAGE, 'page[size]=1', 'a', 'boxes 0-0/3'],
    [ASKED, 'page=2&per_page=2&state=open', '', 'boxes */2'],
    [ASKED, 'per_page=2&name=b', 'b', 'boxes 0-0/1'],
    [`${number('_start')}, ${number('_end')}`, '_start=1&_end=2', 'b', 'boxes 1-1/3'],
    [`${number('_start')}, ${number('_end')}`, '_end=2', 'ab', 'boxes 0-1/3'],
  ]
  for (const [parameters, query, names, range] of rows) {
    it(`has ${names || 'nothing'} for ${query}`, async () => {
      expect(await listed(parameters, encodeURI(query))).to.deep.equal({ names, range })
    })
  }
})
