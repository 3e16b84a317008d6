import { expect } from 'chai'
import fc from 'fast-check'
import { mocked, type Ask } from '../../support/mocked.js'

const SEED = { seed: 20_240_531, numRuns: 12 }
const id = (name: string, type: string): string =>
  `[{ name: ${name}, in: path, required: true, schema: { type: ${type} } }]`
const query = (names: Readonly<Record<string, string>>): string =>
  `[${Object.entries(names)
    .map(([name, type]) => `{ name: ${name}, in: query, schema: { type: ${type} } }`)
    .join(', ')}]`
const sends = (schema: string): string =>
  `requestBody: { required: true, content: { application/json: { schema: ${schema} } } }`
const says = (status: number, schema: string, headers = '{}'): string =>
  `${status}: { description: d, headers: ${headers}, content: { application/json: { schema: ${schema} } } }`
const NONE = '404: { description: d }'
const STALE = '412: { description: d }, 304: { description: d }'
const TAG = '{ ETag: { schema: { type: string } } }'
const members = (own: string): string =>
  `{ type: object, required: [title], properties: { ${own}, title: { type: string }, rank: { type: integer }, done: { type: boolean }, more: { type: object, additionalProperties: { type: integer } }, words: { type: array, items: { type: string } } } }`

/** A bare list with pages, ids of the server's own, conditional requests, Location; children below. */
const NOTES = `
  components: { schemas: { Note: ${members('id: { type: integer, readOnly: true }, createdAt: { type: string, format: date-time, readOnly: true }')} } }
  paths:
    /notes:
      get: { parameters: ${query({ page: 'integer', per_page: 'integer', sort: 'string', rank: 'integer' })}, responses: { ${says(200, "{ type: array, items: { $ref: '#/components/schemas/Note' } }", '{ X-Total-Count: { schema: { type: integer } } }')} } }
      post: { ${sends("{ $ref: '#/components/schemas/Note' }")}, responses: { ${says(201, "{ $ref: '#/components/schemas/Note' }", '{ Location: { schema: { type: string } }, ETag: { schema: { type: string } } }')} } }
    /notes/{id}:
      parameters: ${id('id', 'integer')}
      get: { responses: { ${says(200, "{ $ref: '#/components/schemas/Note' }", TAG)}, ${NONE}, ${STALE} } }
      put: { ${sends("{ $ref: '#/components/schemas/Note' }")}, responses: { ${says(200, "{ $ref: '#/components/schemas/Note' }", TAG)}, ${NONE}, ${STALE} } }
      patch: { requestBody: { content: { application/merge-patch+json: { schema: { type: object } } } }, responses: { ${says(200, "{ $ref: '#/components/schemas/Note' }", TAG)}, ${NONE}, ${STALE} } }
      delete: { responses: { 204: { description: d }, ${NONE}, ${STALE} } }
    /notes/{id}/parts:
      parameters: ${id('id', 'integer')}
      get: { responses: { ${says(200, "{ type: array, items: { $ref: '#/components/schemas/Note' } }")}, ${NONE} } }
      post: { ${sends("{ $ref: '#/components/schemas/Note' }")}, responses: { ${says(201, "{ $ref: '#/components/schemas/Note' }")}, ${NONE} } }
    /notes/{id}/parts/{partId}:
      parameters: ${id('id', 'integer').replace(']', ', ')}${id('partId', 'integer').slice(1)}
      get: { responses: { ${says(200, "{ $ref: '#/components/schemas/Note' }")}, ${NONE} } }
`

/** An enveloped list with cursors, names chosen by the client, 409. */
const BOXES = `
  components: { schemas: { Box: ${members('name: { type: string, minLength: 1 }').replace('[title]', '[title, name]')} } }
  paths:
    /v1/boxes:
      get: { parameters: ${query({ limit: 'integer', cursor: 'string', orderBy: 'string', desc: 'boolean', rank: 'integer' })}, responses: { ${says(200, "{ type: object, required: [data, meta], properties: { data: { type: array, items: { $ref: '#/components/schemas/Box' } }, meta: { type: object, required: [total], properties: { total: { type: integer }, nextCursor: { type: [string, 'null'] } } } } }")} } }
      post: { ${sends("{ $ref: '#/components/schemas/Box' }")}, responses: { ${says(201, "{ type: object, properties: { data: { $ref: '#/components/schemas/Box' } } }")}, 409: { description: d } } }
    /v1/boxes/{name}:
      parameters: ${id('name', 'string')}
      get: { responses: { ${says(200, "{ type: object, properties: { data: { $ref: '#/components/schemas/Box' } } }")}, ${NONE} } }
      put: { ${sends("{ $ref: '#/components/schemas/Box' }")}, responses: { ${says(200, "{ type: object, properties: { data: { $ref: '#/components/schemas/Box' } } }")}, ${NONE} } }
      patch: { requestBody: { content: { application/json: { schema: { type: object } } } }, responses: { ${says(200, "{ type: object, properties: { data: { $ref: '#/components/schemas/Box' } } }")}, ${NONE} } }
      delete: { responses: { ${says(200, "{ type: object, properties: { data: { $ref: '#/components/schemas/Box' } } }")}, ${NONE} } }
`

type Item = Readonly<Record<string, unknown>>

/** One collection as its own document spells it. */
interface Shelf {
  readonly name: string
  readonly text: string
  readonly path: string
  readonly patchType: string
  readonly key: string
  readonly item: (json: unknown) => Item
  readonly items: (json: unknown) => readonly Item[]
}

const SHELVES: readonly Shelf[] = [
  {
    name: 'notes',
    text: NOTES,
    path: '/notes',
    patchType: 'application/merge-patch+json',
    key: 'id',
    item: (json) => json as Item,
    items: (json) => json as Item[],
  },
  {
    name: 'boxes',
    text: BOXES,
    path: '/v1/boxes',
    patchType: 'application/json',
    key: 'name',
    item: (json) => (json as { data: Item }).data,
    items: (json) => (json as { data: Item[] }).data,
  },
]

const word = fc.string({
  unit: fc.constantFrom('a', 'ä', 'Z', '0', ' ', '/', '%', '💚', '"', '.'),
  minLength: 1,
  maxLength: 8,
})
const body = fc.record(
  {
    title: word,
    rank: fc.integer({ min: -3, max: 3 }),
    done: fc.boolean(),
    more: fc.dictionary(word, fc.nat(9), { maxKeys: 3, noNullPrototype: true }),
    words: fc.array(word, { maxLength: 3 }),
  },
  { requiredKeys: ['title'], noNullPrototype: true },
)
const name = word.filter((text) => !/^\.+$/.test(text))

for (const shelf of SHELVES) {
  const { path, key, item, items, patchType } = shelf
  const at = (made: Item): string => `${path}/${encodeURIComponent(String(made[key]))}`
  const make = async (ask: Ask, sent: Item): Promise<Item> => item((await ask(`POST ${path}`, { body: sent })).json)
  const named = (sent: Item, nth: number | string): Item => (key === 'name' ? { ...sent, name: `n${nth}` } : sent)
  /** Each law begins in an empty world. */
  const law = async (check: (ask: Ask, sent: Item, other: Item) => Promise<void>): Promise<void> => {
    await fc.assert(
      fc.asyncProperty(body, body, name, async (sent, other, text) => {
        const ask = await mocked(shelf.text)
        await check(ask, key === 'name' ? { ...sent, name: text } : sent, other)
        const broken = ask.mock.journal
          .entries()
          .flatMap(({ findings }) => findings.filter(({ blame }) => blame === 'server'))
        expect(broken).to.deep.equal([])
      }),
      SEED,
    )
  }

  describe(`the laws of state, by ${shelf.name}`, () => {
    it('shows what was created as it was sent, where Location says, and once in the list', () =>
      law(async (ask, sent) => {
        const answer = await ask(`POST ${path}`, { body: sent })
        const made = item(answer.json)
        expect(answer.status).to.equal(201)
        expect(made).to.deep.include(sent)
        expect(item((await ask(`GET ${at(made)}`)).json)).to.deep.equal(made)
        const { location } = answer.headers
        if (key === 'id') expect(item((await ask(`GET ${String(location)}`)).json)).to.deep.equal(made)
        expect(items((await ask(`GET ${path}`)).json)).to.deep.equal([made])
      }))

    it('changes by PATCH what was sent and nothing else', () =>
      law(async (ask, sent, other) => {
        const patch: Item = Object.fromEntries(Object.entries(other).filter(([member]) => member !== 'title'))
        const made = await make(ask, sent)
        const patched = item((await ask(`PATCH ${at(made)}`, { body: patch, type: patchType })).json)
        const more =
          patch['more'] === undefined
            ? {}
            : { more: { ...(made['more'] as object | undefined), ...(patch['more'] as object) } }
        expect(patched).to.deep.equal({ ...made, ...patch, ...more })
        expect(item((await ask(`GET ${at(made)}`)).json)).to.deep.equal(patched)
      }))

    it('is the same after the second of two equal PUTs as after the first', () =>
      law(async (ask, sent, other) => {
        const made = await make(ask, sent)
        const next = key === 'name' ? { ...other, name: sent['name'] } : other
        const first = await ask(`PUT ${at(made)}`, { body: next })
        const second = await ask(`PUT ${at(made)}`, { body: next })
        expect([second.status, second.json, second.headers['etag']]).to.deep.equal([
          first.status,
          first.json,
          first.headers['etag'],
        ])
        expect(item(second.json)).to.deep.include(next)
        const optional = ['rank', 'done', 'more', 'words'].filter((member) => !(member in next))
        if (optional[0] !== undefined) expect(item(second.json)).to.not.have.any.keys(...optional)
      }))

    it('finds nothing after a DELETE but what stood beside it, and takes the same again', () =>
      law(async (ask, sent, other) => {
        const made = await make(ask, sent)
        const beside = await make(ask, named(other, 'beside'))
        const below = key === 'id' ? (await ask(`POST ${at(made)}/parts`, { body: other })).json : undefined
        expect((await ask(`DELETE ${at(made)}`)).status).to.be.oneOf([200, 204])
        expect((await ask(`GET ${at(made)}`)).status).to.equal(404)
        if (below) {
          expect((await ask(`GET ${at(made)}/parts`)).status).to.equal(404)
          expect((await ask(`GET ${at(made)}/parts/${String((below as Item)['id'])}`)).status).to.equal(404)
        }
        for (const method of ['DELETE', 'PUT', 'PATCH']) {
          const more =
            method === 'DELETE' ? {} : { body: sent, type: method === 'PUT' ? 'application/json' : patchType }
          expect((await ask(`${method} ${at(made)}`, more)).status, method).to.equal(404)
        }
        expect(items((await ask(`GET ${path}`)).json)).to.deep.equal([beside])
        const again = await ask(`POST ${path}`, { body: sent })
        expect([again.status, item(again.json)['title']]).to.deep.equal([201, sent['title']])
        if (key === 'id') expect(item(again.json)['id']).to.not.equal(made['id'])
      }))

    it('is walked page by page without a gap or a repeat, filtered and in both orders', () =>
      law(async (ask) => {
        for (let nth = 0; nth < 7; nth++) await make(ask, named({ title: `t${nth}`, rank: (nth * 5) % 4 }, nth))
        const all = items((await ask(`GET ${path}`)).json)
        expect(all).to.have.length(7)
        for (const size of [1, 2, 3, 7, 50]) {
          expect(await walk(ask, shelf, size, ''), `pages of ${size}`).to.deep.equal(all)
          const some = await walk(ask, shelf, size, '&rank=1')
          expect(some).to.deep.equal(all.filter(({ rank }) => rank === 1))
          const [up, down] =
            key === 'id' ? ['&sort=title', '&sort=-title'] : ['&orderBy=title', '&orderBy=title&desc=true']
          const rising = await walk(ask, shelf, size, up)
          expect(rising.map(({ title }) => title)).to.deep.equal(all.map(({ title }) => title).sort())
          expect(await walk(ask, shelf, size, down)).to.deep.equal(rising.toReversed())
        }
        if (key === 'id') expect(items((await ask(`GET ${path}?page=9&per_page=2`)).json)).to.deep.equal([])
      }))

    it('changes nothing by looking', () =>
      law(async (ask, sent) => {
        const made = await make(ask, sent)
        const look = async (): Promise<unknown[]> => [
          (await ask(`GET ${at(made)}`)).text,
          (await ask(`GET ${path}`)).text,
          (await ask(`GET ${path}/777`)).status,
        ]
        expect(await look()).to.deep.equal(await look())
      }))

    it('loses none of many writes at once', () =>
      law(async (ask, sent) => {
        const answers = await Promise.all(Array.from({ length: 8 }, () => ask(`POST ${path}`, { body: sent })))
        const created = answers.filter(({ status }) => status === 201).length
        expect(created).to.equal(key === 'name' ? 1 : 8)
        if (key === 'name') expect(answers.filter(({ status }) => status === 409)).to.have.length(7)
        const keys = items((await ask(`GET ${path}`)).json).map((each) => each[key])
        expect(new Set(keys).size).to.equal(created)
        expect(keys).to.have.length(created)
      }))
  })
}

describe('the laws of conditional requests', () => {
  it('give a new ETag with a change and only then, and refuse what is stale', async () => {
    await fc.assert(
      fc.asyncProperty(body, body, async (sent, other) => {
        const ask = await mocked(NOTES)
        const made = await ask('POST /notes', { body: sent })
        const at = `/notes/${String((made.json as Item)['id'])}`
        const etag = String(made.headers['etag'])
        expect((await ask(`GET ${at}`)).headers['etag']).to.equal(etag)
        expect((await ask(`PUT ${at}`, { body: sent, headers: { 'if-match': etag } })).headers['etag']).to.equal(etag)
        const changed = await ask(`PUT ${at}`, {
          body: { ...other, title: `${sent.title}!` },
          headers: { 'if-match': etag },
        })
        expect([changed.status, changed.headers['etag'] === etag]).to.deep.equal([200, false])
        const fresh = String(changed.headers['etag'])
        for (const method of ['PUT', 'PATCH', 'DELETE']) {
          const type =
            method === 'PATCH' ? 'application/merge-patch+json' : method === 'PUT' ? 'application/json' : undefined
          const stale = await ask(`${method} ${at}`, {
            ...(type ? { body: sent, type } : {}),
            headers: { 'if-match': etag },
          })
          expect(stale.status, method).to.equal(412)
        }
        expect((await ask(`GET ${at}`)).json).to.deep.equal(changed.json)
        const known = await ask(`GET ${at}`, { headers: { 'if-none-match': `"x", W/${fresh}` } })
        expect([known.status, known.text, known.headers['etag']]).to.deep.equal([304, '', fresh])
        expect((await ask(`GET ${at}`, { headers: { 'if-none-match': etag } })).status).to.equal(200)
        const rivals = await Promise.all(
          [1, 2, 3, 4].map((rank) =>
            ask(`PATCH ${at}`, {
              body: { rank: rank + 100 },
              type: 'application/merge-patch+json',
              headers: { 'if-match': fresh },
            }),
          ),
        )
        expect(rivals.map(({ status }) => status).sort()).to.deep.equal([200, 412, 412, 412])
      }),
      SEED,
    )
  })
})

/** All pages one after another; totals and ends are looked at on the way. */
async function walk(ask: Ask, { path, key, items }: Shelf, size: number, more: string): Promise<Item[]> {
  const walked: Item[] = []
  let total: number | undefined
  let next = key === 'id' ? '&page=1' : ''
  for (let page = 1; page < 60; page++) {
    const answer = await ask(`GET ${path}?${key === 'id' ? 'per_page' : 'limit'}=${size}${more}${next}`)
    const found = items(answer.json)
    const { meta } = answer.json as { meta?: { total: number; nextCursor?: string | null } }
    total = meta?.total ?? Number(answer.headers['x-total-count'])
    expect(found.length).to.be.at.most(size)
    walked.push(...found)
    next = meta ? `&cursor=${encodeURIComponent(meta.nextCursor ?? '')}` : `&page=${page + 1}`
    if (meta ? !meta.nextCursor : found.length < size) break
  }
  expect(walked).to.have.length(total ?? -1)
  return walked
}
