import { expect } from 'chai'
import { createRandom } from '../../src/base/random.js'
import { ROOT, pointerTo } from '../../src/base/json-pointer.js'
import { generateValue, type GenerateOptions, type Generated } from '../../src/generate/generate-value.js'
import type { Schema } from '../../src/model/schema.js'
import { api, dedent } from '../support/api.js'

async function schemaFrom(text: string): Promise<Schema> {
  const indented = dedent(text).replace(/^/gm, '    ')
  const model = await api(`paths: {}\ncomponents:\n  schemas:\n${indented}`)
  return model.schema(pointerTo(ROOT, 'components', 'schemas', 'Thing'))
}

async function generate(text: string, options: Partial<GenerateOptions> = {}): Promise<Generated> {
  return generateValue(await schemaFrom(text), { direction: 'response', random: createRandom(1), ...options })
}

async function valid(text: string, options: Partial<GenerateOptions> = {}): Promise<unknown> {
  const generated = await generate(text, options)
  expect(generated).to.include({ valid: true })
  return generated.value
}

describe('generateValue', () => {
  it('writes every member that a full answer can have, in the order of the document', async () => {
    const value = await valid(`
      Thing:
        type: object
        required: [id]
        properties:
          name: { type: string }
          id: { type: integer }
    `)
    expect(Object.keys(value as object)).to.deep.equal(['name', 'id'])
  })

  it('writes JSON into a text that holds JSON, as its contentSchema says', async () => {
    const inner = '{ type: object, required: [id], properties: { id: { type: integer } } }'
    const value = (await valid(`
      Thing:
        type: object
        properties:
          data: { type: string, contentMediaType: application/json, contentSchema: ${inner} }
          coded: { type: string, contentMediaType: application/json, contentEncoding: base64, contentSchema: ${inner} }
    `)) as Record<string, string>
    expect(JSON.parse(value['data'] ?? ''))
      .to.have.property('id')
      .that.is.a('number')
    expect(value['coded']).to.match(/^[A-Za-z0-9+/]+=*$/)
  })

  it('writes an integer where a number has the format of one', async () => {
    expect(await valid('Thing: { type: number, format: int32 }')).to.satisfy(Number.isInteger)
  })

  it('writes times as long as the document wants them', async () => {
    for (const length of [24, 25, 26, 33]) {
      const bounds = `minLength: ${length}, maxLength: ${length}`
      expect(await valid(`Thing: { type: string, format: date-time, ${bounds} }`)).to.have.length(length)
    }
    expect(await valid('Thing: { type: string, format: time, minLength: 18, maxLength: 18 }')).to.have.length(18)
  })

  it('writes what the name of a text says, a time where no format says so, and HTML', async () => {
    const names = ['created_at', 'expiresAt', 'creationTimestamp', 'avatar', 'company_name', 'format', 'combat']
    const members = names.map((name) => `${name}: { type: string }`).join(', ')
    const value = (await valid(
      `Thing: { type: object, properties: { ${members}, page: { type: string, format: html, minLength: 30 } } }`,
    )) as Record<string, string>
    const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/
    expect(names.filter((name) => instant.test(value[name] ?? ''))).to.deep.equal(names.slice(0, 3))
    expect(value['avatar']).to.match(/^https:.*png$/)
    expect(value['company_name']).to.match(/Works$/)
    expect(value['page'])
      .to.match(/^<p>.+<\/p>$/)
      .and.have.lengthOf.at.least(30)
    const short = await valid('Thing: { type: object, properties: { created_at: { type: string, maxLength: 10 } } }')
    expect(short)
      .to.have.property('created_at')
      .that.matches(/^\d{4}-\d\d-\d\d$/)
  })

  it('writes no text that a pattern excludes, though no engine can test long ones', async () => {
    const labels = String.raw`^(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])$`
    const value = await valid(`
      Thing: { type: object, required: [endpoint], properties: { endpoint: { type: string, pattern: '${labels}', maxLength: 255 } } }
    `)
    expect((value as { endpoint: string }).endpoint).to.match(new RegExp(labels))
  })

  it('writes a value of another kind where none of the obvious one can be', async () => {
    expect(await valid('Thing: { contains: false }')).to.not.be.an('array')
    expect(
      await valid('Thing: { not: { anyOf: [true, { properties: { a: true } }], unevaluatedProperties: false } }'),
    ).to.be.an('object')
  })

  it('writes only what must be there in minimal mode', async () => {
    const value = await valid(
      `
      Thing:
        type: object
        required: [id]
        properties: { name: { type: string }, id: { type: integer }, tags: { type: array, items: { type: string } } }
    `,
      { mode: 'minimal' },
    )
    expect(Object.keys(value as object)).to.deep.equal(['id'])
  })

  it('gives the same value for the same seed, and others for other seeds', async () => {
    const text = 'Thing: { type: object, properties: { id: { type: string, format: uuid }, n: { type: integer } } }'
    const one = await valid(text, { random: createRandom('a') })
    expect(await valid(text, { random: createRandom('a') })).to.deep.equal(one)
    expect(await valid(text, { random: createRandom('b') })).not.to.deep.equal(one)
  })

  it('gives a member the same value whatever stands before it', async () => {
    const short = await valid('Thing: { type: object, properties: { id: { type: string, format: uuid } } }')
    const long = await valid(
      'Thing: { type: object, properties: { a: { type: integer }, id: { type: string, format: uuid } } }',
    )
    expect((long as { id: string }).id).to.equal((short as { id: string }).id)
  })

  it('takes examples and defaults of members that fit, and generates where they do not', async () => {
    const value = await valid(`
      Thing:
        type: object
        properties:
          a: { type: string, example: written }
          b: { type: integer, default: 7 }
          c: { type: integer, example: not a number }
          d: { type: string, minLength: 3, examples: [x, long enough] }
    `)
    expect(value).to.include({ a: 'written', b: 7, d: 'long enough' })
    expect((value as { c: unknown }).c).to.be.a('number')
  })

  it('leaves readOnly members out of requests and writeOnly ones out of responses', async () => {
    const text = `
      Thing:
        type: object
        properties:
          id: { type: string, readOnly: true }
          password: { type: string, writeOnly: true }
          name: { type: string }
    `
    expect(Object.keys((await valid(text, { direction: 'request' })) as object)).to.deep.equal(['password', 'name'])
    expect(Object.keys((await valid(text)) as object)).to.deep.equal(['id', 'name'])
  })

  const satisfiable: Record<string, string> = {
    'ranges of an allOf': `
      Thing: { allOf: [{ type: integer, minimum: 3 }, { maximum: 4, exclusiveMinimum: 3 }] }`,
    'enums of an allOf': `
      Thing: { allOf: [{ enum: [a, b, c] }, { enum: [c, d] }] }`,
    'exactly one branch of a oneOf whose branches overlap': `
      Thing:
        type: object
        properties: { a: { type: string }, b: { type: string } }
        oneOf: [{ required: [a] }, { required: [b] }]`,
    'oneOf integer or number': `
      Thing: { oneOf: [{ type: integer }, { type: number }] }`,
    'a branch that only another branch of a second alternative allows': `
      Thing:
        anyOf: [{ type: string }, { type: integer }]
        oneOf: [{ type: integer, minimum: 10 }, { type: boolean }]`,
    'not with a required member': `
      Thing:
        type: object
        properties: { a: { type: string }, b: { type: string } }
        not: { required: [a] }`,
    'not with a type': `
      Thing: { not: { type: string } }`,
    'unique items of an enum': `
      Thing: { type: array, items: { enum: [a, b, c] }, minItems: 3, uniqueItems: true }`,
    'unique booleans': `
      Thing: { type: array, items: { type: boolean }, minItems: 2, uniqueItems: true }`,
    'a pattern and a length': `
      Thing: { type: string, pattern: '^[A-Z]{2}-[0-9]+$', minLength: 12, maxLength: 14 }`,
    'two patterns': `
      Thing: { allOf: [{ type: string, pattern: '^a' }, { pattern: 'z$' }] }`,
    'the end of an address': `
      Thing: { type: string, format: email, pattern: '@example\\.org$' }`,
    'the end of a link': `
      Thing: { type: string, format: uri, pattern: '^https://.+\\.(png|jpg)$' }`,
    'a UUID in upper case': `
      Thing: { type: string, format: uuid, pattern: '^[0-9A-F-]+$' }`,
    'what contains asks for behind a prefix': `
      Thing: { type: array, prefixItems: [{ type: number }], contains: { type: object, required: [a] } }`,
    'what contains asks for in a prefix that is all': `
      Thing: { type: array, prefixItems: [{ type: integer }], items: false, contains: { type: integer } }`,
    'look-aheads': `
      Thing: { type: string, pattern: '^(?=.*[A-Z])(?=.*[0-9])(?=.*[!?]).{8,16}$' }`,
    'a back reference': `
      Thing: { type: string, pattern: '^(["''])[a-z]+\\1$' }`,
    'Unicode classes': `
      Thing: { type: string, pattern: '^\\p{Lu}\\p{Ll}{3}\\p{Script=Greek}$' }`,
    'a multiple within tight bounds': `
      Thing: { type: number, multipleOf: 0.01, minimum: 19.985, maximum: 19.995 }`,
    'two multiples': `
      Thing: { type: integer, allOf: [{ multipleOf: 6 }, { multipleOf: 4 }], minimum: 13 }`,
    'contains with a least and a most': `
      Thing: { type: array, items: { type: integer }, contains: { minimum: 50 }, minContains: 2, maxContains: 2, minItems: 3 }`,
    'prefix items without others': `
      Thing: { type: array, prefixItems: [{ type: string }, { type: integer }], items: false, minItems: 2 }`,
    'names of members': `
      Thing: { type: object, propertyNames: { pattern: '^x-[a-z]{3}$' }, minProperties: 2 }`,
    'many names that only begin alike': `
      Thing: { type: object, propertyNames: { pattern: '^x_' }, minProperties: 9, additionalProperties: { type: boolean } }`,
    'many names of one short form': `
      Thing: { type: object, propertyNames: { pattern: '^[a-f]{2}$' }, minProperties: 9 }`,
    'many members by pattern alone': `
      Thing: { type: object, patternProperties: { '^[A-Z]\\d$': { type: string } }, additionalProperties: false, minProperties: 9 }`,
    'members by pattern alone': `
      Thing: { type: object, patternProperties: { '^S_': { type: string } }, additionalProperties: false, minProperties: 2 }`,
    'additionalProperties false beside an allOf': `
      Thing: { allOf: [{ properties: { a: { type: string } } }], type: object, properties: { b: { type: string } }, additionalProperties: false }`,
    'unevaluatedProperties false behind an allOf': `
      Thing: { type: object, allOf: [{ properties: { a: { type: string } } }], unevaluatedProperties: false, minProperties: 1 }`,
    dependentRequired: `
      Thing: { type: object, required: [a], dependentRequired: { a: [b], b: [c] } }`,
    dependentSchemas: `
      Thing:
        type: object
        properties: { a: { type: string } }
        required: [a]
        dependentSchemas: { a: { required: [b], properties: { b: { type: integer, minimum: 5 } } } }`,
    'if, then and else': `
      Thing:
        type: object
        required: [kind]
        properties: { kind: { enum: [cat, dog] } }
        if: { properties: { kind: { const: cat } } }
        then: { required: [claws], properties: { claws: { type: integer, minimum: 20 } } }
        else: { required: [barks] }`,
    'the else branch, where the then branch is impossible': `
      Thing:
        type: object
        required: [kind]
        properties: { kind: { const: dog } }
        if: { properties: { kind: { const: cat } }, required: [kind] }
        then: { required: [claws] }
        else: { required: [barks], properties: { barks: { type: boolean } } }`,
    'a recursive list': `
      Thing: { type: object, required: [children], properties: { children: { type: array, items: { $ref: '#/components/schemas/Thing' } } } }`,
    'recursion that null ends': `
      Thing: { type: object, required: [next], properties: { next: { anyOf: [{ $ref: '#/components/schemas/Thing' }, { type: 'null' }] } } }`,
    'recursion that another branch ends': `
      Thing:
        oneOf:
          - { type: object, required: [left, right], properties: { left: { $ref: '#/components/schemas/Thing' }, right: { $ref: '#/components/schemas/Thing' } }, additionalProperties: false }
          - { type: string }`,
    'a format and a length': `
      Thing: { type: string, format: email, minLength: 40, maxLength: 50 }`,
    'digits of a 64-bit number as text': `
      Thing: { type: string, format: uint64 }`,
    'many members asked for': `
      Thing: { type: object, minProperties: 12, additionalProperties: { type: integer } }`,
  }
  for (const [claim, text] of Object.entries(satisfiable)) {
    it(`satisfies ${claim}`, async () => {
      await valid(text)
      await valid(text, { mode: 'minimal', direction: 'request' })
    })
  }

  it('sets the tag that selects the branch, by mapping and by name', async () => {
    const text = (mapping: string): string => `
      Thing:
        oneOf: [{ $ref: '#/components/schemas/Cat' }]
        discriminator: { propertyName: kind${mapping} }
      Cat: { type: object, required: [kind], properties: { kind: { type: string } } }
    `
    expect(await valid(text(''))).to.deep.equal({ kind: 'Cat' })
    expect(await valid(text(", mapping: { feline: '#/components/schemas/Cat' }"))).to.deep.equal({ kind: 'feline' })
  })

  it("sets the tag that a parent's discriminator gives a child", async () => {
    const text = `
      Thing: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, properties: { claws: { type: integer } } }] }
      Pet: { type: object, required: [kind], properties: { kind: { type: string } }, discriminator: { propertyName: kind } }
    `
    expect(await valid(text)).to.include({ kind: 'Thing' })
    // Swagger 2.0 names the property alone.
    expect(await valid(text.replace('{ propertyName: kind }', 'kind'))).to.include({ kind: 'Thing' })
  })

  const impossible: Record<string, [string, string]> = {
    false: ['Thing: false', 'not'],
    'an empty range': ['Thing: { type: integer, minimum: 5, maximum: 4 }', 'minimum'],
    'types that exclude each other': ['Thing: { allOf: [{ type: string }, { type: integer }] }', 'type'],
    'a required member that leads back for ever': [
      "Thing: { type: object, required: [next], properties: { next: { $ref: '#/components/schemas/Thing' } } }",
      'required',
    ],
    'more unique items than there are': [
      'Thing: { type: array, items: { type: boolean }, minItems: 3, uniqueItems: true }',
      'uniqueItems',
    ],
    'more items than are ever written': ['Thing: { type: array, minItems: 1000000000 }', 'minItems'],
    'longer text than is ever written': ['Thing: { type: string, minLength: 1000000000 }', 'minLength'],
    'more members than are ever written': ['Thing: { type: object, minProperties: 1000000000 }', 'minProperties'],
  }
  for (const [claim, [text, keyword]] of Object.entries(impossible)) {
    it(`names the keyword that cannot be satisfied: ${claim}`, async () => {
      const generated = await generate(text)
      expect(generated.valid).to.equal(false)
      expect(generated.keyword).to.equal(keyword)
    })
  }

  it('ends on schemas that grow without end, by depth and by width', async () => {
    const members = Array.from({ length: 30 }, (_, i) => `p${i}: { $ref: '#/components/schemas/Other' }`).join(', ')
    const value = await valid(`
      Thing: { type: object, properties: { ${members} } }
      Other: { type: object, properties: { ${members.replaceAll('Other', 'Third')} } }
      Third: { type: object, properties: { ${members.replaceAll('Other', 'Fourth')} } }
      Fourth: { type: object, properties: { ${members.replaceAll('Other', 'Thing')} } }
    `)
    expect(JSON.stringify(value).length).to.be.lessThan(1_000_000)
  })

  it('gives up on a tree of required parts that is larger than any answer, with the keyword', async () => {
    let inner = '{ type: string }'
    for (let i = 0; i < 60; i++) inner = `{ type: array, minItems: 2, items: ${inner} }`
    const { valid, keyword } = await generate(`Thing: ${inner}`)
    expect(valid).to.equal(false)
    expect(keyword).to.be.a('string')
  })

  it('writes deep values where the schema requires them', async () => {
    let inner = '{ type: string }'
    for (let i = 0; i < 100; i++) inner = `{ type: object, required: [a], properties: { a: ${inner} } }`
    await valid(`Thing: ${inner}`)
  })
})
