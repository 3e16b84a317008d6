import { expect } from 'chai'
import { generate, valid } from './generated.js'

describe('what a schema demands', () => {
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
})
