import { expect } from 'chai'
import fc from 'fast-check'
import { pointerTo, ROOT } from '../../src/base/json-pointer.js'
import { loadDocument } from '../../src/document/load-document.js'
import { createSchemas } from '../../src/model/create-schemas.js'
import { explainSchema } from '../../src/model/explain-schema.js'
import { nothingIsFine } from '../../src/model/explain-walk.js'
import type { SchemaAt } from '../../src/model/schema-at.js'

const names = ['a', 'b', 'constructor']
const name = fc.constantFrom(...names)
const scalar = fc.constantFrom<unknown>(
  null,
  true,
  false,
  0,
  1,
  2,
  1.5,
  -3,
  '',
  'a',
  'ab',
  'abc',
  '💚',
  '2024-02-30',
  '7',
)

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}))

const count = fc.nat({ max: 3 })
const bound = fc.constantFrom(-1, 0, 1, 1.5, 2)
const type = fc.constantFrom('null', 'boolean', 'integer', 'number', 'string', 'array', 'object')

const { schema } = fc.letrec<{ schema: unknown }>((tie) => {
  const some = tie('schema')
  const list = fc.array(some, { minLength: 1, maxLength: 3 })
  const map = fc.dictionary(name, some, { maxKeys: 3, noNullPrototype: true })
  const keywords: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
    type: fc.oneof(type, fc.uniqueArray(type, { minLength: 1, maxLength: 3 })),
    enum: fc.array(scalar, { maxLength: 3 }),
    const: scalar,
    minimum: bound,
    exclusiveMaximum: bound,
    multipleOf: fc.constantFrom(0.5, 1, 2),
    minLength: count,
    maxLength: count,
    pattern: fc.constantFrom('^a', 'b$', '^(a+)+$'),
    format: fc.constantFrom('date', 'int32', 'nonsense'),
    minItems: count,
    maxItems: count,
    uniqueItems: fc.boolean(),
    required: fc.uniqueArray(name, { maxLength: 2 }),
    maxProperties: count,
    properties: map,
    patternProperties: fc.dictionary(fc.constantFrom('^a', 'o'), some, { maxKeys: 2, noNullPrototype: true }),
    additionalProperties: some,
    propertyNames: some,
    dependentRequired: fc.dictionary(name, fc.uniqueArray(name, { maxLength: 2 }), {
      maxKeys: 2,
      noNullPrototype: true,
    }),
    dependentSchemas: map,
    prefixItems: list,
    items: some,
    contains: some,
    minContains: count,
    maxContains: count,
    allOf: list,
    anyOf: list,
    oneOf: list,
    not: some,
    if: some,
    then: some,
    else: some,
    $ref: fc.constantFrom('#/components/schemas/Other', '#/nowhere'),
  }
  // A few keywords at a time: more of them refuse everything.
  const node = fc
    .array(fc.oneof(...Object.entries(keywords).map(([key, of]) => of.map((chosen) => [key, chosen] as const))), {
      maxLength: 4,
    })
    .map((entries) => Object.fromEntries(entries) as unknown)
  return {
    schema: fc.oneof({ depthSize: 'small', maxDepth: 3, withCrossShrink: true }, fc.boolean(), {
      arbitrary: node,
      weight: 4,
    }),
  }
})

describe('explainSchema', () => {
  it('finds a reason for what ajv refuses, and none for what it accepts', async () => {
    await fc.assert(
      fc.asyncProperty(
        schema,
        schema,
        fc.array(value, { minLength: 5, maxLength: 5 }),
        async (Subject, Other, values) => {
          const text = JSON.stringify({
            openapi: '3.1.0',
            info: {},
            paths: {},
            components: { schemas: { Subject, Other } },
          })
          const schemas = createSchemas(await loadDocument('api.json', { text }), () => undefined)
          const subject = schemas.at(pointerTo(ROOT, 'components', 'schemas', 'Subject')) as unknown as SchemaAt
          for (const candidate of values) {
            const walked = explainSchema(subject, candidate, 'request', 100, nothingIsFine)
            expect(subject.accepts(candidate, 'request'), JSON.stringify({ candidate, walked })).to.equal(
              walked.length === 0,
            )
            expect(subject.issues(candidate, 'request').length === 0).to.equal(walked.length === 0)
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})
