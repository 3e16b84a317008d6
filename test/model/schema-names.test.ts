import { expect } from 'chai'
import type { Schema } from '../../src/model/schema.js'
import { api } from '../support/api.js'

/** The schema of a request body, and with it the verdicts on some values. */
async function verdicts(schema: string, values: readonly unknown[], components = '{}'): Promise<boolean[]> {
  const model = await api(`
    paths:
      /a:
        post:
          requestBody: { content: { application/json: { schema: ${schema} } } }
          responses: { '204': { description: done } }
    components: { schemas: ${components} }
  `)
  const [media] = model.operations[0]?.body?.content ?? []
  return values.map((value) => (media?.schema as Schema).accepts(value, 'request'))
}

describe('names of schemas', () => {
  it('let an operation fill the blank of a component', async () => {
    const page = `{ Page: { properties: { items: { items: { $dynamicRef: '#item' } } }, $defs: { item: { $dynamicAnchor: item } } } }`
    const strings = `{ $ref: '#/components/schemas/Page', $defs: { item: { $dynamicAnchor: item, type: string } } }`
    expect(await verdicts(strings, [{ items: ['a'] }, { items: [1] }], page)).to.deep.equal([true, false])
  })

  it('find dynamic anchors below branches, not only in $defs of the whole', async () => {
    const box = `{ Box: { $id: 'https://x.example/box', properties: { in: { $dynamicRef: '#thing' } }, $defs: { any: { $dynamicAnchor: thing } } } }`
    const numbers = `{ $id: 'https://x.example/n', allOf: [{ $ref: box }, { $defs: { n: { $dynamicAnchor: thing, type: number } } }] }`
    expect(await verdicts(numbers, [{ in: 1 }, { in: 'a' }], box)).to.deep.equal([true, false])
  })

  it('count the anchors of a named branch on the way into it, and none of the branch beside it', async () => {
    const schema = `
      { $id: 'https://x.example/whole',
        if: { $id: first, $defs: { t: { $dynamicAnchor: t, type: 'null' } } },
        then: { $id: second, $ref: start, $defs: { t: { $dynamicAnchor: t, type: integer } } },
        $defs: { start: { $id: start, $dynamicRef: 'inner#t' }, t: { $id: inner, $dynamicAnchor: t, type: string } } }`
    expect(await verdicts(schema.replace(/\s+/g, ' '), [1, 'a', null])).to.deep.equal([true, false, false])
  })

  it('are no names in keywords that nobody knows', async () => {
    const schema = `{ $ref: 'https://x.example/name' }`
    const components = `{ A: { odd: [{ $id: 'https://x.example/name', type: integer }] }, B: { $id: 'https://x.example/name', type: string } }`
    expect(await verdicts(schema, ['a', 1], components)).to.deep.equal([true, false])
  })
})

describe('older drafts, named by $schema', () => {
  it('2019-09 recurses by $recursiveRef into the outermost schema that allows it', async () => {
    const draft = `$schema: 'https://json-schema.org/draft/2019-09/schema'`
    const components = `{ Tree: { ${draft}, $id: 'https://x.example/tree', $recursiveAnchor: true, type: object, properties: { kids: { items: { $recursiveRef: '#' } } } } }`
    const strict = `{ ${draft}, $id: 'https://x.example/strict', $recursiveAnchor: true, $ref: tree, required: [name] }`
    const values = [
      { name: 'a', kids: [{ name: 'b' }] },
      { name: 'a', kids: [{}] },
      { name: 'a', kids: [1] },
    ]
    expect(await verdicts(strict, values, components)).to.deep.equal([true, false, false])
    expect(await verdicts(`{ $ref: '#/components/schemas/Tree' }`, [{ kids: [{}] }], components)).to.deep.equal([true])
  })

  it('take additionalItems only beside a list of items', async () => {
    const draft = `$schema: 'http://json-schema.org/draft-07/schema#'`
    const alone = `{ ${draft}, items: { type: integer }, additionalItems: false }`
    expect(await verdicts(alone, [[1, 2]])).to.deep.equal([true])
    const beside = `{ ${draft}, items: [{ type: integer }], additionalItems: false }`
    expect(await verdicts(beside, [[1], [1, 2]])).to.deep.equal([true, false])
  })

  it('live on in the newest, as far as they can mean one thing only: dependencies', async () => {
    const schema = `{ dependencies: { card: [name], ship: { required: [street] } } }`
    const values = [{ card: 1 }, { card: 1, name: 'a' }, { ship: 1 }, { ship: 1, street: 'b' }, 5]
    expect(await verdicts(schema, values)).to.deep.equal([false, true, false, true, true])
    const both = `{ dependencies: { card: [name] }, dependentRequired: { card: [nick] } }`
    expect(await verdicts(both, [{ card: 1, nick: 'a' }])).to.deep.equal([true])
  })
})
