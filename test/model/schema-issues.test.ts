import { expect } from 'chai'
import { readSchema } from './read-schema.js'

describe('schema', () => {
  describe('issues', () => {
    it('speak of the branch that the discriminator names', async () => {
      const { says, schema } = await readSchema(
        '3.0.3',
        `
        Subject: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }], discriminator: { propertyName: kind, mapping: { d: Dog } } }
        Cat: { type: object, required: [claws], properties: { kind: { type: string } } }
        Dog: { type: object, required: [bark, tail], properties: { kind: { type: string } } }
        `,
      )
      expect(says({ kind: 'd' })).to.deep.equal(["lacks 'bark'", "lacks 'tail'"])
      expect(schema.issues({ kind: 'd' }, 'request')[0]?.spec).to.equal('/components/schemas/Dog/required')
      expect(schema.accepts({ kind: 'd', claws: true }, 'request')).to.equal(true)
    })

    it('speak of the branch that a name for another schema leads to, by either name', async () => {
      const { says } = await readSchema(
        '3.1.0',
        `
        Subject: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Puppy' }], discriminator: { propertyName: kind, mapping: { p: Puppy, d: Dog, r: '#/components/schemas/Puppy', f: Puppy.yaml } } }
        Cat: { type: object, required: [claws], properties: { kind: { type: string } } }
        Dog: { type: object, required: [bark, tail], properties: { kind: { type: string } } }
        Puppy: { $ref: '#/components/schemas/Dog' }
        `,
      )
      for (const kind of ['p', 'd', 'r', 'f', 'Puppy', 'Dog'])
        expect(says({ kind }), kind).to.deep.equal(["lacks 'bark'", "lacks 'tail'"])
      expect(says({ kind: 'Cat' })).to.deep.equal(["lacks 'claws'"])
    })

    it('speak of the branch that comes nearest', async () => {
      const { says } = await readSchema(
        '3.1.0',
        `
        Subject:
          anyOf:
            - { type: object, required: [kind, radius], properties: { kind: { const: circle }, radius: { type: number } } }
            - { type: object, required: [kind, side], properties: { kind: { const: square }, side: { type: number } } }
        `,
      )
      expect(says({ kind: 'square', side: 'x' })).to.deep.equal(['/side expected a number, got "x"'])
    })

    it('name the types where no branch takes the type', async () => {
      const { says } = await readSchema('3.1.0', 'Subject: { anyOf: [{ type: string }, { type: integer }] }')
      expect(says(true)).to.deep.equal(['expected a string or an integer, got true'])
    })

    it('offer the nearest name for one that is not declared', async () => {
      const { says } = await readSchema('3.1.0', 'Subject: { properties: { colour: {} }, additionalProperties: false }')
      expect(says({ color: 1 })).to.deep.equal(['/color is not a property that is declared here; did you mean colour?'])
    })

    it('offer no name that shares nothing with a short one', async () => {
      const { says } = await readSchema(
        '3.1.0',
        'Subject: { properties: { id: {}, n: {} }, additionalProperties: false }',
      )
      expect(says({ z: 1 })).to.deep.equal(['/z is not a property that is declared here'])
      expect(says({ idd: 1 })).to.deep.equal(['/idd is not a property that is declared here; did you mean id?'])
    })

    it('say what was expected and what was found', async () => {
      const { says } = await readSchema(
        '3.0.3',
        `
        Subject:
          properties:
            a: { type: string, minLength: 3 }
            b: { enum: [a, b] }
            c: { type: integer, format: int32 }
            d: { type: string, format: date }
            e: { type: array, items: {}, maxItems: 1 }
            f: { type: integer, minimum: 1, exclusiveMinimum: true }
        `,
      )
      expect(says({ a: 'ab', b: 'c', c: 2 ** 31, d: '2023-02-29', e: [1, 2], f: 1 })).to.deep.equal([
        '/a expected at least 3 characters, got "ab"',
        '/b expected one of "a", "b", got "c"',
        '/c expected an integer of 32 bits, got 2147483648',
        '/d expected a date such as 2024-05-31, got "2023-02-29"',
        '/e expected at most 1 item, got 2',
        '/f expected a number above 1, got 1',
      ])
    })

    it('stop at a hundred', async () => {
      const { says } = await readSchema('3.0.3', 'Subject: { type: array, items: { type: string } }')
      expect(says(Array.from({ length: 10_000 }, () => 1))).to.have.length(100)
    })
  })

  describe('alternatives that share what lies below them', () => {
    it('decides texts and numbers once for each schema, too', async () => {
      const levels = Array.from({ length: 28 }, (_, i) => {
        const next = `{ $ref: '#/components/schemas/${i === 27 ? 'Last' : `L${i + 1}`}' }`
        return `${i === 0 ? 'Subject' : `L${i}`}: { oneOf: [${next}, ${next}] }`
      })
      const { accepts } = await readSchema('3.1.0', [...levels, 'Last: { type: object }'].join('\n'))
      expect([null, 1, 'a', true].map((value) => accepts(value))).to.deep.equal([false, false, false, false])
    })
  })
})
