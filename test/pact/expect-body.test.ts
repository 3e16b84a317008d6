import { expect } from 'chai'
import { ROOT, pointerTo } from '../../src/base/json-pointer.js'
import { expectBody } from '../../src/pact/expect/expect-body.js'
import { api } from '../support/api.js'

/** What is expected of a body with this schema, for a value that has it. */
async function expected(schema: string, example: unknown) {
  const model = await api(`
    paths: {}
    components: { schemas: { S: ${schema} } }
  `)
  return expectBody(model.schema(pointerTo(ROOT, 'components', 'schemas', 'S')), example)
}

async function rulesFor(schema: string, example: unknown): Promise<unknown> {
  return (await expected(schema, example))?.demanded.rules
}

const all = (...matchers: unknown[]) => ({ combine: 'AND', matchers })
const any = (...matchers: unknown[]) => ({ combine: 'OR', matchers })
const regex = (text: string) => ({ match: 'regex', regex: text })
const type = { match: 'type' }

describe('what a pact expects of a body', () => {
  it('demands required members and leaves optional ones out', async () => {
    const found = await expected(
      '{ type: object, required: [id], properties: { id: { type: integer }, tag: { type: string } } }',
      { id: 7, tag: 'cat' },
    )
    expect(found?.demanded).to.deep.include({
      value: { id: 7 },
      rules: { $: all(type), '$.id': all({ match: 'integer' }) },
    })
  })

  it('says what optional members are in a second form, which demands none', async () => {
    const found = await expected(
      '{ type: object, required: [id], properties: { id: { type: integer }, tag: { type: string } } }',
      { id: 7, tag: 'cat' },
    )
    expect(found?.members).to.deep.include({
      value: { id: 7, tag: 'cat' },
      rules: {
        $: all({ match: 'eachKey', rules: [regex('[\\s\\S]*')] }),
        '$.id': all({ match: 'integer' }),
        '$.tag': all(type),
      },
    })
  })

  it('closes an object that allows no other members', async () => {
    const found = await expected(
      '{ type: object, additionalProperties: false, required: [a], properties: { a: { type: string }, b: {} } }',
      { a: 'x' },
    )
    expect(found?.members?.rules['$']).to.deep.equal(all({ match: 'eachKey', rules: [regex('^(a|b)$')] }))
  })

  it('speaks of optional members at once where an object requires none', async () => {
    const found = await expected('{ type: object, properties: { a: { type: boolean } } }', { a: true })
    expect(found?.demanded.rules['$.a']).to.deep.equal(all(type))
    expect(found?.members).to.equal(undefined)
  })

  it('wants the type beside a regular expression, which alone accepts a number', async () => {
    expect(await rulesFor('{ type: string, pattern: "^[0-9]+$" }', '12')).to.deep.equal({
      $: all(type, regex('^[0-9]+$')),
    })
  })

  it('lets a pattern match anywhere, as JSON Schema does', async () => {
    expect(await rulesFor('{ type: string, pattern: "a|b" }', 'xax')).to.deep.equal({
      $: all(type, regex('^[\\s\\S]*(a|b)[\\s\\S]*$')),
    })
  })

  it('leaves out patterns that other engines read differently', async () => {
    expect(await rulesFor('{ type: string, pattern: "^(?=a)a$" }', 'a')).to.deep.equal({ $: all(type) })
  })

  it('accepts null beside the value where the schema does', async () => {
    expect(await rulesFor('{ type: [string, "null"] }', 'a')).to.deep.equal({ $: any(type, { match: 'null' }) })
  })

  it('tells an object from other things by its text where it may be null', async () => {
    const found = await expected('{ type: [object, "null"], required: [a], properties: { a: {} } }', { a: 1 })
    expect(found?.demanded).to.deep.include({ value: null, rules: { $: all(regex('^(null|\\{[\\s\\S]*\\})$')) } })
  })

  it('expects the one value of a constant, and one of the values of an enum', async () => {
    expect(await rulesFor('{ const: cat }', 'cat')).to.deep.equal({ $: all({ match: 'equality' }) })
    expect(await rulesFor('{ enum: [a.b, c] }', 'c')).to.deep.equal({ $: all(type, regex('^(a\\.b|c)$')) })
  })

  it('knows times of RFC 3339 with and without fractions', async () => {
    const rules = (await rulesFor('{ type: string, format: date-time }', '2024-05-17T12:00:00Z')) as {
      $: { matchers: [unknown, { regex: string }] }
    }
    const pattern = new RegExp(rules.$.matchers[1].regex)
    expect(
      ['2024-05-17T12:00:00Z', '2024-05-17t12:00:00.123456789+02:00'].every((time) => pattern.test(time)),
    ).to.equal(true)
    expect(pattern.test('2024-05-17')).to.equal(false)
  })

  it('holds every item of a list to the item schema, and the list to its bounds', async () => {
    const schema =
      '{ type: array, minItems: 2, maxItems: 9, items: { type: object, required: [n], properties: { n: { type: number } } } }'
    expect(await expected(schema, [{ n: 1.5 }, { n: 2 }]))
      .to.have.deep.property('demanded')
      .that.deep.includes({
        value: [{ n: 1.5 }, { n: 1.5 }],
        rules: { $: all({ match: 'type', min: 2, max: 9 }), '$[*]': all(type), '$[*].n': all({ match: 'number' }) },
      })
  })

  it('demands of alternatives what they have in common', async () => {
    const cat =
      '{ type: object, required: [kind, lives], properties: { kind: { const: cat }, lives: { type: integer } } }'
    const dog =
      '{ type: object, required: [kind, tricks], properties: { kind: { const: dog }, tricks: { type: array } } }'
    const found = await expected(`{ oneOf: [${cat}, ${dog}] }`, { kind: 'cat', lives: 9 })
    expect(found?.demanded).to.deep.include({
      value: { kind: 'cat' },
      rules: { $: all(type), '$.kind': all(type, regex('^(cat|dog)$')) },
    })
  })

  it('does not demand what is only ever written', async () => {
    const schema =
      '{ type: object, required: [a, p], properties: { a: { type: string }, p: { type: string, writeOnly: true } } }'
    expect((await expected(schema, { a: 'x' }))?.demanded.value).to.deep.equal({ a: 'x' })
  })

  it('names members that are no identifiers in brackets', async () => {
    const schema = '{ type: object, required: ["@type"], properties: { "@type": { type: string } } }'
    expect(await rulesFor(schema, { '@type': 'x' })).to.have.property("$['@type']")
  })

  it('ends on a schema that contains itself', async () => {
    const schema =
      '{ type: object, required: [next], properties: { next: { anyOf: [{ type: "null" }, { $ref: "#/components/schemas/S" }] } } }'
    expect((await expected(schema, { next: { next: null } }))?.demanded.value).to.deep.equal({ next: null })
  })
})
