import { expect } from 'chai'
import type { Finding } from '../../src/base/finding.js'
import type { JsonPointer } from '../../src/base/json-pointer.js'
import { loadDocument } from '../../src/document/load-document.js'
import { createSchemas } from '../../src/model/create-schemas.js'
import type { Direction, Schema } from '../../src/model/schema.js'
import { dedent } from '../support/api.js'

interface Read {
  readonly schema: Schema
  readonly findings: readonly Finding[]
  readonly accepts: (value: unknown, direction?: Direction) => boolean
  readonly says: (value: unknown, direction?: Direction) => string[]
}

/** The schemas of a document in a version, and the one that is called Subject. */
async function read(version: string, schemas: string): Promise<Read> {
  const head = version === '2.0' ? `swagger: '2.0'` : `openapi: ${version}`
  const under = version === '2.0' ? 'definitions:\n' : 'components:\n  schemas:\n'
  const body = dedent(schemas).replaceAll(/^/gm, '    ')
  const text = `${head}\ninfo: { title: t, version: '1' }\npaths: {}\n${under}${body}`
  const findings: Finding[] = []
  const document = await loadDocument('api.yaml', { text })
  const place = version === '2.0' ? '/definitions/Subject' : '/components/schemas/Subject'
  const schema = createSchemas(document, (finding) => findings.push(finding)).at(place as JsonPointer)
  return {
    schema,
    findings,
    accepts: (value, direction = 'request') => schema.accepts(value, direction),
    says: (value, direction = 'request') =>
      schema.issues(value, direction).map(({ at, message }) => (at === '' ? message : `${at} ${message}`)),
  }
}

describe('schema', () => {
  describe('dialects', () => {
    it('reads the boolean exclusiveMinimum of 3.0 as making minimum exclusive', async () => {
      const { accepts } = await read('3.0.3', 'Subject: { type: integer, minimum: 1, exclusiveMinimum: true }')
      expect([1, 2].map((value) => accepts(value))).to.deep.equal([false, true])
    })

    it('lets null in by nullable only beside a type, in 3.0', async () => {
      const beside = await read('3.0.3', 'Subject: { type: string, nullable: true }')
      const untyped = await read(
        '3.0.3',
        `
        Subject: { nullable: true, allOf: [{ $ref: '#/components/schemas/Pet' }] }
        Pet: { type: object }
        `,
      )
      const constant = await read('3.0.3', 'Subject: { type: string, nullable: true, enum: [a] }')
      expect([beside.accepts(null), untyped.accepts(null), constant.accepts(null)]).to.deep.equal([true, false, false])
    })

    it('does not know nullable in 3.1', async () => {
      const { accepts } = await read('3.1.0', 'Subject: { type: string, nullable: true }')
      expect(accepts(null)).to.equal(false)
    })

    it('ignores what stands beside $ref in 3.0 and applies it in 3.1', async () => {
      const text = `
        Subject: { $ref: '#/components/schemas/Text', maxLength: 1 }
        Text: { type: string }
      `
      const [before, after] = [await read('3.0.3', text), await read('3.1.0', text)]
      expect([before.accepts('abc'), after.accepts('abc')]).to.deep.equal([true, false])
    })

    it('applies the siblings of every $ref in a chain', async () => {
      const { accepts } = await read(
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
      const { accepts } = await read('2.0', 'Subject: { type: file, x-nullable: true }')
      expect([null, 'text', 5].map((value) => accepts(value))).to.deep.equal([true, true, false])
    })

    it('does not take properties called $ref, $id, example or __proto__ for keywords', async () => {
      const { accepts, says } = await read(
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
      const { accepts } = await read(
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
      const { accepts } = await read(
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
      const { accepts, findings } = await read(
        '3.1.0',
        `Subject: { type: string, example: { $id: '::' }, default: { $ref: '#/x' } }`,
      )
      expect([accepts('a'), findings]).to.deep.equal([true, []])
    })

    it('accepts anything where a reference dangles or goes in a circle', async () => {
      const { accepts } = await read(
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
      const { accepts, findings } = await read(
        '3.0.3',
        `Subject: { type: object, allOf: [{ $ref: '#/components/schemas/Subject' }] }`,
      )
      expect([accepts({}), accepts(1)]).to.deep.equal([true, false])
      expect(findings.map(({ rule }) => rule)).to.deep.equal(['document/schema'])
    })

    it('follows recursion as deep as the value goes, and refuses what is absurdly deep', async () => {
      const { accepts, says } = await read(
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
      const { says } = await read(
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
      const { says } = await read('3.0.3', `Subject: { $ref: '#/components/schemas/Pet' }\n${dedent(pet)}`)
      expect(says({}, 'request')).to.deep.equal(['is missing: name', 'is missing: secret'])
      expect(says({}, 'response')).to.deep.equal(['is missing: id', 'is missing: name'])
    })

    it('does so in alternatives, items and nested properties', async () => {
      const { accepts } = await read(
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
      const beside = await read(
        '3.0.3',
        `Subject: { allOf: [{ $ref: '#/components/schemas/Pet' }], required: [id] }\n${dedent(pet)}`,
      )
      const sibling = await read(
        '3.0.3',
        `Subject: { allOf: [{ $ref: '#/components/schemas/Pet' }, { required: [id] }] }\n${dedent(pet)}`,
      )
      const sent = { name: 'Tom', secret: 's' }
      expect([beside.accepts(sent), sibling.accepts(sent)]).to.deep.equal([true, true])
      expect([beside.accepts(sent, 'response'), sibling.accepts(sent, 'response')]).to.deep.equal([false, false])
    })

    it('demands a name that is readOnly in one branch and plainly required in another', async () => {
      const { accepts } = await read(
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

  describe('keywords', () => {
    it('sees only its own properties for additionalProperties, all branches for unevaluatedProperties', async () => {
      const additional = await read(
        '3.1.0',
        'Subject: { allOf: [{ properties: { a: {} } }], properties: { b: {} }, additionalProperties: false }',
      )
      const unevaluated = await read(
        '3.1.0',
        'Subject: { allOf: [{ properties: { a: {} } }], properties: { b: {} }, unevaluatedProperties: false }',
      )
      expect([additional.accepts({ a: 1 }), additional.accepts({ b: 1 })]).to.deep.equal([false, true])
      expect([{ a: 1, b: 1 }, { c: 1 }].map((value) => unevaluated.accepts(value))).to.deep.equal([true, false])
    })

    it('knows which items were looked at', async () => {
      const { accepts } = await read(
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
      const object = await read('3.1.0', 'Subject: { propertyNames: { minimum: 1 }, required: [a] }')
      const array = await read('3.1.0', 'Subject: { prefixItems: [false], contains: { type: string } }')
      const inherited = await read('3.1.0', 'Subject: { dependentRequired: { a: [constructor] } }')
      expect([object.accepts({}), array.accepts([]), inherited.accepts({ a: 1 })]).to.deep.equal([false, false, false])
    })

    it('counts what an array contains anew for each member', async () => {
      const { accepts } = await read('3.1.0', 'Subject: { additionalProperties: { contains: { type: number } } }')
      const values: unknown[] = [
        { a: [1], constructor: [] },
        { a: [1], b: ['x'] },
        { a: [1], constructor: [2, 'x'] },
      ]
      expect(values.map((value) => accepts(value))).to.deep.equal([false, false, true])
    })

    it('takes objects of thousands of properties', async () => {
      const properties = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`p${i}`, { type: 'integer' }]))
      const { says, findings } = await read('3.0.3', `Subject: ${JSON.stringify({ type: 'object', properties })}`)
      expect(says({ p7: 1, p8: 'x' })).to.deep.equal(['/p8 expected an integer, got "x"'])
      expect(findings).to.deep.equal([])
    })

    it('reckons multipleOf in decimals', async () => {
      const { accepts } = await read('3.0.3', 'Subject: { type: number, multipleOf: 0.01 }')
      expect([19.99, 0.07, 1e300, 0.075, 1.001].map((value) => accepts(value))).to.deep.equal([
        true,
        true,
        true,
        false,
        false,
      ])
    })

    it('takes 1.0 for an integer and counts code points', async () => {
      const { accepts } = await read(
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
      const { says } = await read('3.0.3', 'Subject: { type: array, items: {}, uniqueItems: true }')
      expect(says([{ a: 1, b: 2 }, 1, '1', { b: 2, a: 1 }])).to.deep.equal([
        'expected items that differ, got {"a":1,"b":2} at 0 and 3',
      ])
      expect(says(Array.from({ length: 20_000 }, (_, id) => ({ id })))).to.deep.equal([])
    })

    it('compares constants by value, also in objects without a prototype', async () => {
      const { accepts } = await read('3.1.0', 'Subject: { enum: [{ a: [1] }, 0, null] }')
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
      const open = await read('3.1.0', 'Subject: { properties: { a: { type: string } } }')
      const closed = await read('3.1.0', 'Subject: false')
      expect([open.accepts(5), closed.accepts(5)]).to.deep.equal([true, false])
    })

    it('leaves out what cannot be meant, says where, and keeps the rest', async () => {
      const { accepts, findings } = await read(
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

  describe('issues', () => {
    it('speak of the branch that the discriminator names', async () => {
      const { says, schema } = await read(
        '3.0.3',
        `
        Subject: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }], discriminator: { propertyName: kind, mapping: { d: Dog } } }
        Cat: { type: object, required: [claws], properties: { kind: { type: string } } }
        Dog: { type: object, required: [bark, tail], properties: { kind: { type: string } } }
        `,
      )
      expect(says({ kind: 'd' })).to.deep.equal(['is missing: bark', 'is missing: tail'])
      expect(schema.issues({ kind: 'd' }, 'request')[0]?.spec).to.equal('/components/schemas/Dog/required')
      expect(schema.accepts({ kind: 'd', claws: true }, 'request')).to.equal(true)
    })

    it('speak of the branch that comes nearest', async () => {
      const { says } = await read(
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
      const { says } = await read('3.1.0', 'Subject: { anyOf: [{ type: string }, { type: integer }] }')
      expect(says(true)).to.deep.equal(['expected a string or an integer, got true'])
    })

    it('offer the nearest name for one that is not declared', async () => {
      const { says } = await read('3.1.0', 'Subject: { properties: { colour: {} }, additionalProperties: false }')
      expect(says({ color: 1 })).to.deep.equal(['/color is not a property that is declared here; did you mean colour?'])
    })

    it('offer no name that shares nothing with a short one', async () => {
      const { says } = await read('3.1.0', 'Subject: { properties: { id: {}, n: {} }, additionalProperties: false }')
      expect(says({ z: 1 })).to.deep.equal(['/z is not a property that is declared here'])
      expect(says({ idd: 1 })).to.deep.equal(['/idd is not a property that is declared here; did you mean id?'])
    })

    it('say what was expected and what was found', async () => {
      const { says } = await read(
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
      const { says } = await read('3.0.3', 'Subject: { type: array, items: { type: string } }')
      expect(says(Array.from({ length: 10_000 }, () => 1))).to.have.length(100)
    })
  })

  describe('alternatives that share what lies below them', () => {
    it('decides texts and numbers once for each schema, too', async () => {
      const levels = Array.from({ length: 28 }, (_, i) => {
        const next = `{ $ref: '#/components/schemas/${i === 27 ? 'Last' : `L${i + 1}`}' }`
        return `${i === 0 ? 'Subject' : `L${i}`}: { oneOf: [${next}, ${next}] }`
      })
      const { accepts } = await read('3.1.0', [...levels, 'Last: { type: object }'].join('\n'))
      expect([null, 1, 'a', true].map((value) => accepts(value))).to.deep.equal([false, false, false, false])
    })
  })

  describe('the view for other rooms', () => {
    it('folds null into type and hands out subschemas', async () => {
      const { schema } = await read(
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
