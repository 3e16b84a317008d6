import { expect } from 'chai'
import { createRandom } from '../../src/base/random.js'
import { answerExample, type Answer, type AnswerOptions } from '../../src/generate/answer-example.js'
import { generateHeader } from '../../src/generate/generate-header.js'
import type { MediaTypeSpec, ResponseSpec } from '../../src/model/api-model.js'
import { api, dedent } from '../support/api.js'

async function response(text: string): Promise<ResponseSpec> {
  const model = await api(
    `paths:\n  /things:\n    get:\n      responses:\n        200:\n          description: ok\n${dedent(text).replace(/^/gm, '          ')}`,
  )
  const found = model.operations[0]?.responses[0]
  if (!found) throw new Error('the document declares no response')
  return found
}

async function answer(text: string, options: Partial<AnswerOptions> = {}): Promise<Answer> {
  const media = (await response(text)).content[0]
  if (!media) throw new Error('the document declares no content')
  return answerExample(media, { direction: 'response', random: createRandom(1), ...options })
}

const SCHEMA =
  'schema: { type: object, required: [id, name], properties: { id: { type: integer }, name: { type: string } } }'
const NAMED = `
  content:
    application/json:
      ${SCHEMA}
      examples:
        first: { value: { id: 1, name: one } }
        second: { value: { id: 2, name: two } }
`

describe('answerExample', () => {
  it('serves the first example, and the one that was asked for', async () => {
    expect(await answer(NAMED)).to.deep.include({ source: 'example', name: 'first', value: { id: 1, name: 'one' } })
    expect(await answer(NAMED, { example: 'second' })).to.deep.include({
      name: 'second',
      value: { id: 2, name: 'two' },
    })
  })

  it('puts the example of the media type before those of the schema', async () => {
    const text = `
      content:
        application/json:
          schema: { type: string, example: of the schema }
          example: of the media type
    `
    expect((await answer(text)).value).to.equal('of the media type')
  })

  it("serves the schema's own example, else its default", async () => {
    const content = (schema: string): string => `
      content: { application/json: { schema: ${schema} } }
    `
    expect((await answer(content('{ type: string, default: d, example: e }'))).value).to.equal('e')
    expect((await answer(content('{ type: string, default: d }'))).value).to.equal('d')
  })

  it('generates when examples are to be ignored', async () => {
    const { source, value } = await answer(NAMED, { ignoreExamples: true })
    expect(source).to.equal('generated')
    expect(value).not.to.deep.equal({ id: 1, name: 'one' })
  })

  it('reports an example that breaks its schema, and keeps what is right in it', async () => {
    const text = `
      content:
        application/json:
          schema:
            type: object
            required: [id, tags]
            properties:
              id: { type: integer }
              tags: { type: array, items: { type: string } }
              owner: { type: object, properties: { email: { type: string, format: email }, name: { type: string } } }
          example: { id: not a number, owner: { email: nobody, name: Written } }
    `
    const { source, value, valid, findings } = await answer(text)
    expect({ source, valid }).to.deep.equal({ source: 'repaired', valid: true })
    expect(value).to.have.nested.property('owner.name', 'Written')
    expect(value).to.have.property('id').that.is.a('number')
    expect(value).to.have.property('tags').that.is.an('array')
    expect(findings.map(({ rule }) => rule)).to.deep.equal(['document/invalid-example'])
  })

  it('mends many items of one list, keeps the others, and leaves the document as it is', async () => {
    const items = Array.from(
      { length: 40 },
      (_, index) => `{ id: ${index % 2 === 0 ? index : 'none'}, owner: { name: N${index} } }`,
    )
    const found = await response(`
      content:
        application/json:
          schema: { type: array, items: { type: object, properties: { id: { type: integer }, owner: { type: object } } } }
          example: [${items.join(', ')}]
    `)
    const media = found.content[0] as MediaTypeSpec
    const written = JSON.stringify(media.examples[0]?.value)
    const { value, source } = answerExample(media, { direction: 'response', random: createRandom(1) })
    const list = value as { id: number; owner: { name: string } }[]
    expect(source).to.equal('repaired')
    expect(list.map(({ owner }) => owner.name)).to.deep.equal(items.map((_, index) => `N${index}`))
    expect(list.filter(({ id }, index) => index % 2 === 0 && id === index)).to.have.length(20)
    expect(list.filter(({ id }) => !Number.isInteger(id))).to.deep.equal([])
    expect(JSON.stringify(media.examples[0]?.value)).to.equal(written)
  })

  it('generates instead of an example of another type, of which nothing can be kept', async () => {
    const text = `
      content:
        application/json:
          schema: { type: object, properties: { id: { type: integer }, name: { type: string } } }
          example: /assets/example.json
    `
    const { source, value, findings } = await answer(text)
    expect(source).to.equal('generated')
    expect(value).to.include.keys('id', 'name')
    expect(findings.map(({ rule }) => rule)).to.deep.equal(['document/invalid-example'])
  })

  it('makes a list of an example that shows one item of it', async () => {
    const text = `
      content:
        application/json:
          schema: { type: array, items: { type: object, required: [id], properties: { id: { type: integer } } } }
          example: { id: 7 }
    `
    const { value, source, findings } = await answer(text)
    expect([value, source, findings.length]).to.deep.equal([[{ id: 7 }], 'repaired', 1])
  })

  it('reads an example that is JSON in a text', async () => {
    const text = `
      content:
        application/json:
          ${SCHEMA}
          example: '{"id": 7, "name": "seven"}'
    `
    expect(await answer(text)).to.deep.include({
      source: 'example',
      serialized: false,
      value: { id: 7, name: 'seven' },
    })
  })

  it('mends the example that was asked for before it serves another', async () => {
    const text = `
      content:
        application/json:
          ${SCHEMA}
          examples:
            good: { value: { id: 1, name: one } }
            bad: { value: { id: 2 } }
    `
    const { name, source, value } = await answer(text, { example: 'bad' })
    expect({ name, source }).to.deep.equal({ name: 'bad', source: 'repaired' })
    expect(value).to.have.property('id', 2)
  })

  it('serves an XML example as the text it is', async () => {
    const text = `
      content:
        application/xml:
          ${SCHEMA}
          example: <thing id="1"/>
    `
    expect(await answer(text)).to.deep.include({ serialized: true, value: '<thing id="1"/>' })
  })

  it('says that a schema has no value, and serves the nearest', async () => {
    const { valid, findings } = await answer(`
      content: { application/json: { schema: { type: object, required: [a], properties: { a: false } } } }
    `)
    expect(valid).to.equal(false)
    expect(findings.map(({ rule }) => rule)).to.deep.equal(['document/unsatisfiable'])
  })
})

describe('generateHeader', () => {
  it('takes the example, then the schema, then what such a header usually holds', async () => {
    const { headers } = await response(`
      headers:
        X-Limit: { schema: { type: integer, minimum: 5, maximum: 5 } }
        X-Trace: { schema: { type: string }, example: abc }
        Location: { schema: { type: string } }
    `)
    const values = headers.map((header) => {
      return generateHeader(header, { direction: 'response', random: createRandom(1) }).value
    })
    expect(values.slice(0, 2)).to.deep.equal([5, 'abc'])
    expect(values[2]).to.match(/^https:/)
  })
})
