import { expect } from 'chai'
import type { JsonPointer } from '../../src/base/json-pointer.js'
import { loadDocument } from '../../src/document/load-document.js'
import { dedent } from '../support/api.js'

async function resolver(text: string): Promise<(ref: string, base?: string) => string | undefined> {
  const document = await loadDocument('api.yaml', { text: dedent(text) })
  return (ref, base = '') => document.resolve(ref, base as JsonPointer)?.at
}

describe('resolve', () => {
  it('follows chains to their end, and circles nowhere', async () => {
    const resolve = await resolver(`
      openapi: 3.0.0
      components: { schemas: { A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/C' }, C: { type: string },
        L: { $ref: '#/components/schemas/M' }, M: { $ref: '#/components/schemas/L' } } }
    `)
    expect(resolve('#/components/schemas/A')).to.equal('/components/schemas/C')
    expect(resolve('#/components/schemas/L')).to.equal(undefined)
    expect(resolve('#/components/schemas/Nope')).to.equal(undefined)
    expect(resolve('#')).to.equal('')
  })

  it('stops at a schema that says more than its $ref from 3.1 on, not before, and not at a parameter', async () => {
    const text = (version: string): string => `
      openapi: ${version}
      components:
        schemas: { A: { $ref: '#/components/schemas/B', maxLength: 1 }, B: { type: string } }
        parameters: { P: { $ref: '#/components/parameters/Q', required: true }, Q: { name: q, in: query } }
    `
    expect((await resolver(text('3.1.0')))('#/components/schemas/A')).to.equal('/components/schemas/A')
    expect((await resolver(text('3.0.0')))('#/components/schemas/A')).to.equal('/components/schemas/B')
    expect((await resolver(text('3.1.0')))('#/components/parameters/P')).to.equal('/components/parameters/Q')
  })

  it('knows anchors and ids of 3.1 schemas, relative to the nearest id', async () => {
    const resolve = await resolver(`
      openapi: 3.1.0
      components:
        schemas:
          Tree:
            $id: https://example.com/schemas/tree
            $defs: { node: { $anchor: node, type: object }, leaf: { $id: leaf, type: string } }
          Other: { $anchor: other }
    `)
    const inside = '/components/schemas/Tree/properties/a'
    expect(resolve('#/$defs/node', inside)).to.equal('/components/schemas/Tree/$defs/node')
    expect(resolve('#node', inside)).to.equal('/components/schemas/Tree/$defs/node')
    expect(resolve('#other', '/components/schemas/Other')).to.equal('/components/schemas/Other')
    expect(resolve('leaf', inside)).to.equal('/components/schemas/Tree/$defs/leaf')
    expect(resolve('https://example.com/schemas/tree#node')).to.equal('/components/schemas/Tree/$defs/node')
    // Many authors mean the document's root, whatever the id.
    expect(resolve('#/components/schemas/Other', inside)).to.equal('/components/schemas/Other')
  })

  it('reports circles with their chain, once', async () => {
    const document = await loadDocument('api.yaml', {
      text: dedent(`
        openapi: 3.0.0
        paths: {}
        components: { schemas: { A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/C' }, C: { $ref: '#/components/schemas/A' } } }
      `),
    })
    expect(document.findings.map(({ rule, message }) => [rule, message])).to.deep.equal([
      [
        'document/ref-loop',
        'references lead in a circle: /components/schemas/A → /components/schemas/B → /components/schemas/C → /components/schemas/A',
      ],
    ])
  })

  it('follows long chains to their end, all their links in one go', async () => {
    const schemas = Object.fromEntries(
      Array.from({ length: 30_000 }, (_, i) => [`S${i}`, { $ref: `#/components/schemas/S${i + 1}` }] as const),
    )
    const text = JSON.stringify({ openapi: '3.0.0', paths: {}, components: { schemas: { ...schemas, S30000: {} } } })
    const document = await loadDocument('api.json', { text })
    for (let i = 29_999; i >= 0; i -= 3)
      expect(document.resolve(`#/components/schemas/S${i}`, '' as JsonPointer)?.at).to.equal(
        '/components/schemas/S30000',
      )
  })

  it('looks for circles once for all links of a chain', async () => {
    const schemas = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, i) => [`S${i}`, { $ref: `#/components/schemas/S${i + 1}` }] as const),
    )
    const last = { S20000: { $ref: '#/components/schemas/S19998' } }
    const text = JSON.stringify({ openapi: '3.0.0', paths: {}, components: { schemas: { ...schemas, ...last } } })
    const { findings } = await loadDocument('api.json', { text })
    expect(findings.map(({ rule, spec }) => [rule, spec])).to.deep.equal([
      ['document/ref-loop', '/components/schemas/S19998/$ref'],
    ])
  })

  it('offers near names for one that leads nowhere', async () => {
    const document = await loadDocument('api.yaml', {
      text: `openapi: 3.0.0\ncomponents: {schemas: {Pet: {}, Cat: {items: {$ref: '#/components/schemas/Pets'}}}}`,
    })
    expect(document.findings.map(({ remedy }) => remedy)).to.deep.equal(['Did you mean #/components/schemas/Pet?'])
  })
})
