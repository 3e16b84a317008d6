import { expect } from 'chai'
import { readSchema } from './read-schema.js'

describe('schema', () => {
  describe('keywords', () => {
    it('sees only its own properties for additionalProperties, all branches for unevaluatedProperties', async () => {
      const additional = await readSchema(
        '3.1.0',
        'Subject: { allOf: [{ properties: { a: {} } }], properties: { b: {} }, additionalProperties: false }',
      )
      const unevaluated = await readSchema(
        '3.1.0',
        'Subject: { allOf: [{ properties: { a: {} } }], properties: { b: {} }, unevaluatedProperties: false }',
      )
      expect([additional.accepts({ a: 1 }), additional.accepts({ b: 1 })]).to.deep.equal([false, true])
      expect([{ a: 1, b: 1 }, { c: 1 }].map((value) => unevaluated.accepts(value))).to.deep.equal([true, false])
    })

    it('knows which items were looked at', async () => {
      const { accepts } = await readSchema(
        '3.1.0',
        'Subject: { prefixItems: [{ type: string }], contains: { type: integer }, unevaluatedItems: false }',
      )
      expect(
        [
          ['a', 1],
          ['a', 1, true],
        ].map((value) => accepts(value)),
      ).to.deep.equal([true, false])
    })

    it('looks at every keyword of an empty object and an empty array', async () => {
      const object = await readSchema('3.1.0', 'Subject: { propertyNames: { minimum: 1 }, required: [a] }')
      const array = await readSchema('3.1.0', 'Subject: { prefixItems: [false], contains: { type: string } }')
      const inherited = await readSchema('3.1.0', 'Subject: { dependentRequired: { a: [constructor] } }')
      expect([object.accepts({}), array.accepts([]), inherited.accepts({ a: 1 })]).to.deep.equal([false, false, false])
    })

    it('counts what an array contains anew for each member', async () => {
      const { accepts } = await readSchema('3.1.0', 'Subject: { additionalProperties: { contains: { type: number } } }')
      const values: unknown[] = [
        { a: [1], constructor: [] },
        { a: [1], b: ['x'] },
        { a: [1], constructor: [2, 'x'] },
      ]
      expect(values.map((value) => accepts(value))).to.deep.equal([false, false, true])
    })

    it('takes objects of thousands of properties', async () => {
      const properties = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`p${i}`, { type: 'integer' }]))
      const { says, findings } = await readSchema('3.0.3', `Subject: ${JSON.stringify({ type: 'object', properties })}`)
      expect(says({ p7: 1, p8: 'x' })).to.deep.equal(['/p8 expected an integer, got "x"'])
      expect(findings).to.deep.equal([])
    })

    it('reckons multipleOf in decimals', async () => {
      const { accepts } = await readSchema('3.0.3', 'Subject: { type: number, multipleOf: 0.01 }')
      expect([19.99, 0.07, 1e300, 0.075, 1.001].map((value) => accepts(value))).to.deep.equal([
        true,
        true,
        true,
        false,
        false,
      ])
    })

    it('takes 1.0 for an integer and counts code points', async () => {
      const { accepts } = await readSchema(
        '3.0.3',
        'Subject: { properties: { n: { type: integer }, s: { type: string, maxLength: 1 } } }',
      )
      expect([{ n: 1.0 }, { n: 1.5 }, { s: '💚' }, { s: 'ab' }].map((value) => accepts(value))).to.deep.equal([
        true,
        false,
        true,
        false,
      ])
    })

    it('compares items by value whatever the order of their members, also many of them', async () => {
      const { says } = await readSchema('3.0.3', 'Subject: { type: array, items: {}, uniqueItems: true }')
      expect(says([{ a: 1, b: 2 }, 1, '1', { b: 2, a: 1 }])).to.deep.equal([
        'expected items that differ, got {"a":1,"b":2} at 0 and 3',
      ])
      expect(says(Array.from({ length: 20_000 }, (_, id) => ({ id })))).to.deep.equal([])
    })

    it('compares constants by value, also in objects without a prototype', async () => {
      const { accepts } = await readSchema('3.1.0', 'Subject: { enum: [{ a: [1] }, 0, null] }')
      const bare: unknown = Object.assign(Object.create(null), { a: [1] })
      expect([bare, -0, null, false, { a: [2] }].map((value) => accepts(value))).to.deep.equal([
        true,
        true,
        true,
        false,
        false,
      ])
    })

    it('accepts all without a type, none for false', async () => {
      const open = await readSchema('3.1.0', 'Subject: { properties: { a: { type: string } } }')
      const closed = await readSchema('3.1.0', 'Subject: false')
      expect([open.accepts(5), closed.accepts(5)]).to.deep.equal([true, false])
    })

    it('leaves out what cannot be meant, says where, and keeps the rest', async () => {
      const { accepts, findings } = await readSchema(
        '3.0.3',
        `Subject: { type: string, pattern: '(', minLength: 'x', required: name, maxLength: 2 }`,
      )
      expect(['ab', 'abc'].map((value) => accepts(value))).to.deep.equal([true, false])
      expect(findings.map(({ rule, spec }) => `${rule} ${spec ?? ''}`)).to.have.members([
        'document/pattern /components/schemas/Subject/pattern',
        'document/schema /components/schemas/Subject/minLength',
        'document/schema /components/schemas/Subject/required',
      ])
    })
  })

  describe('the view for other rooms', () => {
    it('folds null into type and hands out subschemas', async () => {
      const { schema } = await readSchema(
        '3.0.3',
        `
        Subject: { type: object, nullable: true, properties: { pet: { $ref: '#/components/schemas/Pet' } } }
        Pet: { type: string }
        `,
      )
      expect(schema.node['type']).to.deep.equal(['object', 'null'])
      expect(schema.keys('properties')).to.deep.equal(['pet'])
      expect(schema.child('properties', 'pet')?.target?.name).to.equal('Pet')
      expect([schema.child('properties', 'x'), schema.child('items')]).to.deep.equal([undefined, undefined])
    })
  })
})
