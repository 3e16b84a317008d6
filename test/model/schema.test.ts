import { expect } from 'chai'
import { dedent } from '../support/api.js'
import { readSchema } from './read-schema.js'

describe('schema', () => {
  describe('dialects', () => {
    it('reads the boolean exclusiveMinimum of 3.0 as making minimum exclusive', async () => {
      const { accepts } = await readSchema('3.0.3', 'Subject: { type: integer, minimum: 1, exclusiveMinimum: true }')
      expect([1, 2].map((value) => accepts(value))).to.deep.equal([false, true])
    })

    it('lets null in by nullable only beside a type, in 3.0', async () => {
      const beside = await readSchema('3.0.3', 'Subject: { type: string, nullable: true }')
      const untyped = await readSchema(
        '3.0.3',
        `
        Subject: { nullable: true, allOf: [{ $ref: '#/components/schemas/Pet' }] }
        Pet: { type: object }
        `,
      )
      const constant = await readSchema('3.0.3', 'Subject: { type: string, nullable: true, enum: [a] }')
      expect([beside.accepts(null), untyped.accepts(null), constant.accepts(null)]).to.deep.equal([true, false, false])
    })

    it('does not know nullable in 3.1', async () => {
      const { accepts } = await readSchema('3.1.0', 'Subject: { type: string, nullable: true }')
      expect(accepts(null)).to.equal(false)
    })

    it('ignores what stands beside $ref in 3.0 and applies it in 3.1', async () => {
      const text = `
        Subject: { $ref: '#/components/schemas/Text', maxLength: 1 }
        Text: { type: string }
      `
      const [before, after] = [await readSchema('3.0.3', text), await readSchema('3.1.0', text)]
      expect([before.accepts('abc'), after.accepts('abc')]).to.deep.equal([true, false])
    })

    it('applies the siblings of every $ref in a chain', async () => {
      const { accepts } = await readSchema(
        '3.1.0',
        `
        Subject: { $ref: '#/components/schemas/Short' }
        Short: { $ref: '#/components/schemas/Text', maxLength: 1 }
        Text: { type: string }
        `,
      )
      expect(['a', 'ab', 1].map((value) => accepts(value))).to.deep.equal([true, false, false])
    })

    it('takes x-nullable and type file in Swagger 2.0', async () => {
      const { accepts } = await readSchema('2.0', 'Subject: { type: file, x-nullable: true }')
      expect([null, 'text', 5].map((value) => accepts(value))).to.deep.equal([true, true, false])
    })

    it('does not take properties called $ref, $id, example or __proto__ for keywords', async () => {
      const { accepts, says } = await readSchema(
        '3.1.0',
        `
        Subject:
          type: object
          required: [__proto__]
          properties:
            $ref: { type: string }
            $id: { type: integer }
            example: { type: boolean }
            __proto__: { type: string }
            constructor: { type: number }
        `,
      )
      const good: unknown = JSON.parse('{"$ref":"x","$id":1,"example":true,"__proto__":"p"}')
      expect(says(good)).to.deep.equal([])
      expect(accepts(JSON.parse('{"__proto__":5}'))).to.equal(false)
      expect(accepts({})).to.equal(false)
    })
  })

  describe('names', () => {
    it('reads references inside a schema with $id as its own', async () => {
      const { accepts } = await readSchema(
        '3.1.0',
        `
        Subject: { $id: 'https://example.com/a', properties: { x: { $ref: '#/$defs/x' }, y: { $ref: b }, z: { $ref: '#z' } }, $defs: { x: { type: string }, z: { $anchor: z, type: boolean } } }
        Other: { $id: 'https://example.com/b', type: integer }
        `,
      )
      expect(accepts({ x: 'x', y: 1, z: true })).to.equal(true)
      expect([{ x: 1 }, { y: 'y' }, { z: 'z' }].map((value) => accepts(value))).to.deep.equal([false, false, false])
    })

    it('lets a schema fill the blank of another by $dynamicRef', async () => {
      const { accepts } = await readSchema(
        '3.1.0',
        `
        Subject: { properties: { pets: { $ref: '#/components/schemas/Pets' }, any: { $ref: '#/components/schemas/Page' }, toys: { $ref: '#/components/schemas/Toys' } } }
        Page: { properties: { items: { items: { $dynamicRef: '#item' } } }, $defs: { item: { $dynamicAnchor: item } } }
        Pets: { $ref: '#/components/schemas/Page', $defs: { item: { $dynamicAnchor: item, type: string } } }
        Toys: { $ref: '#/components/schemas/Page', $defs: { item: { $dynamicAnchor: item, type: integer } } }
        `,
      )
      expect(accepts({ pets: { items: ['Tom'] }, toys: { items: [1] }, any: { items: [null] } })).to.equal(true)
      expect([{ pets: { items: [1] } }, { toys: { items: ['x'] } }].map((value) => accepts(value))).to.deep.equal([
        false,
        false,
      ])
    })

    it('takes no notice of an $id in an example', async () => {
      const { accepts, findings } = await readSchema(
        '3.1.0',
        `Subject: { type: string, example: { $id: '::' }, default: { $ref: '#/x' } }`,
      )
      expect([accepts('a'), findings]).to.deep.equal([true, []])
    })

    it('accepts anything where a reference dangles or goes in a circle', async () => {
      const { accepts } = await readSchema(
        '3.1.0',
        `
        Subject: { properties: { a: { $ref: '#/nowhere' }, b: { $ref: '#/components/schemas/One' } } }
        One: { $ref: '#/components/schemas/Two' }
        Two: { $ref: '#/components/schemas/One' }
        `,
      )
      expect(accepts({ a: 1, b: 2 })).to.equal(true)
    })

    it('comes to an end with a schema that consists of itself, and says so', async () => {
      const { accepts, findings } = await readSchema(
        '3.0.3',
        `Subject: { type: object, allOf: [{ $ref: '#/components/schemas/Subject' }] }`,
      )
      expect([accepts({}), accepts(1)]).to.deep.equal([true, false])
      expect(findings.map(({ rule }) => rule)).to.deep.equal(['document/schema'])
    })

    it('follows recursion as deep as the value goes, and refuses what is absurdly deep', async () => {
      const { accepts, says } = await readSchema(
        '3.0.3',
        `Subject: { type: object, properties: { next: { $ref: '#/components/schemas/Subject' } } }`,
      )
      const nest = (depth: number, inmost: unknown): unknown =>
        depth === 0 ? inmost : { next: nest(depth - 1, inmost) }
      expect([accepts(nest(100, {})), accepts(nest(100, 5))]).to.deep.equal([true, false])
      let deep: unknown = {}
      for (let i = 0; i < 200_000; i++) deep = { next: deep }
      expect(says(deep)).to.deep.equal(['is nested too deeply to be checked'])
    })

    it('visits what alternatives share once, not twice at each level', async () => {
      const { says } = await readSchema(
        '3.0.3',
        `
        Subject:
          oneOf:
            - { type: object, additionalProperties: false, properties: { next: { $ref: '#/components/schemas/Subject' } } }
            - { type: object, required: [tag], properties: { next: { $ref: '#/components/schemas/Subject' } } }
        `,
      )
      let value: unknown = { tag: 1 }
      for (let i = 0; i < 60; i++) value = { next: value, tag: 1 }
      expect(says({ next: value, tag: 1 })).to.deep.equal([])
    })
  })

  describe('direction', () => {
    const pet = `
      Pet: { type: object, required: [id, name, secret], properties: { id: { type: integer, readOnly: true }, name: { type: string }, secret: { type: string, writeOnly: true } } }
    `
    it('demands readOnly names of answers only and writeOnly names of requests only', async () => {
      const { says } = await readSchema('3.0.3', `Subject: { $ref: '#/components/schemas/Pet' }\n${dedent(pet)}`)
      expect(says({}, 'request')).to.deep.equal(["lacks 'name'", "lacks 'secret'"])
      expect(says({}, 'response')).to.deep.equal(["lacks 'id'", "lacks 'name'"])
    })

    it('does so in alternatives, items and nested properties', async () => {
      const { accepts } = await readSchema(
        '3.1.0',
        `
        Subject: { properties: { any: { anyOf: [{ $ref: '#/components/schemas/Pet' }] }, list: { items: { $ref: '#/components/schemas/Pet' } } } }
        ${pet.trim()}
        `,
      )
      const sent = { name: 'Tom', secret: 's' }
      expect(accepts({ any: sent, list: [sent] }, 'request')).to.equal(true)
      expect(accepts({ any: sent, list: [sent] }, 'response')).to.equal(false)
    })

    it('does so where a name is required beside the reference that declares it', async () => {
      const beside = await readSchema(
        '3.0.3',
        `Subject: { allOf: [{ $ref: '#/components/schemas/Pet' }], required: [id] }\n${dedent(pet)}`,
      )
      const sibling = await readSchema(
        '3.0.3',
        `Subject: { allOf: [{ $ref: '#/components/schemas/Pet' }, { required: [id] }] }\n${dedent(pet)}`,
      )
      const sent = { name: 'Tom', secret: 's' }
      expect([beside.accepts(sent), sibling.accepts(sent)]).to.deep.equal([true, true])
      expect([beside.accepts(sent, 'response'), sibling.accepts(sent, 'response')]).to.deep.equal([false, false])
    })

    it('demands a name that is readOnly in one branch and plainly required in another', async () => {
      const { accepts } = await readSchema(
        '3.0.3',
        `
        Subject:
          allOf:
            - { required: [id], properties: { id: { readOnly: true } } }
            - { required: [id], properties: { id: { type: integer } } }
        `,
      )
      expect([accepts({}), accepts({ id: 1 })]).to.deep.equal([false, true])
    })
  })
})
