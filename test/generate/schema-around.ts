import fc from 'fast-check'

/** A schema together with a value that satisfies it: made around the value, one true claim at a time. */
export interface Around {
  readonly value: unknown
  readonly schema: Record<string, unknown>
}

const name = fc.constantFrom('id', 'name', 'kind', 'tags', 'price', 'note', 'items', 'next')

const text: fc.Arbitrary<Around> = fc
  .record({
    value: fc.stringMatching(/^[a-zA-Z0-9-]{0,12}$/),
    bounded: fc.boolean(),
    pattern: fc.constantFrom(undefined, '^[a-zA-Z0-9-]*$', '^[^!]{0,40}$', '^(?!no-).*$'),
  })
  .filter(({ value, pattern }) => pattern === undefined || new RegExp(pattern).test(value))
  .map(({ value, bounded, pattern }) => ({
    value,
    schema: {
      type: 'string',
      ...(bounded ? { minLength: value.length, maxLength: value.length + 2 } : {}),
      ...(pattern === undefined ? {} : { pattern }),
    },
  }))

const integer: fc.Arbitrary<Around> = fc
  .record({
    count: fc.integer({ min: -500, max: 500 }),
    step: fc.constantFrom(1, 3, 7),
    low: fc.nat(9),
    high: fc.nat(9),
  })
  .map(({ count, step, low, high }) => ({
    value: count * step,
    schema: {
      type: 'integer',
      multipleOf: step,
      minimum: count * step - low,
      exclusiveMaximum: count * step + high + 1,
    },
  }))

const decimal: fc.Arbitrary<Around> = fc
  .record({ cents: fc.integer({ min: 1, max: 99_999 }), room: fc.nat(3) })
  .map(({ cents, room }) => ({
    value: cents / 100,
    schema: { type: 'number', multipleOf: 0.01, minimum: (cents - room) / 100, maximum: (cents + room) / 100 },
  }))

const choice: fc.Arbitrary<Around> = fc
  .uniqueArray(fc.oneof(fc.integer(), fc.constantFrom('a', 'b', 'c'), fc.constant(null)), {
    minLength: 1,
    maxLength: 4,
  })
  .map((values) => ({ value: values[0], schema: { enum: values } }))

function list(any: fc.Arbitrary<Around>): fc.Arbitrary<Around> {
  return fc.record({ item: any, count: fc.nat(3), contains: fc.boolean() }).map(({ item, count, contains }) => ({
    value: Array.from({ length: count }, () => item.value),
    schema: {
      type: 'array',
      items: item.schema,
      minItems: count,
      maxItems: count + 1,
      ...(contains && count > 0 ? { contains: item.schema, minContains: count } : {}),
    },
  }))
}

function record(any: fc.Arbitrary<Around>): fc.Arbitrary<Around> {
  return fc
    .record({
      members: fc.dictionary(name, any, { maxKeys: 4 }),
      closed: fc.boolean(),
      optional: name,
      paired: fc.boolean(),
    })
    .map(({ members, closed, optional, paired }) => {
      const names = Object.keys(members)
      return {
        value: Object.fromEntries(names.map((key) => [key, members[key]?.value])),
        schema: {
          type: 'object',
          properties: Object.fromEntries(names.map((key) => [key, members[key]?.schema])),
          required: names.filter((key) => key !== optional),
          minProperties: names.length,
          ...(closed ? { additionalProperties: false } : {}),
          ...(paired && names.length > 1 ? { dependentRequired: { [String(names[0])]: [names[1]] } } : {}),
        },
      }
    })
}

/** One branch holds; the others are of a kind that cannot. */
function branches(any: fc.Arbitrary<Around>): fc.Arbitrary<Around> {
  const impossible = { type: 'object', required: ['never'], properties: { never: false } }
  return fc
    .record({ one: any, keyword: fc.constantFrom('oneOf', 'anyOf'), before: fc.boolean() })
    .map(({ one, keyword, before }) => ({
      value: one.value,
      schema: { [keyword]: before ? [impossible, one.schema] : [one.schema, impossible], not: impossible },
    }))
}

/** The same claims, split over an allOf and a condition that always holds. */
function together(any: fc.Arbitrary<Around>): fc.Arbitrary<Around> {
  return fc.record({ one: any, condition: fc.boolean() }).map(({ one: { value, schema }, condition }) => ({
    value,
    schema: condition ? { allOf: [{ if: true, then: schema, else: false }] } : { allOf: [{ ...schema }, schema] },
  }))
}

export const schemaAround: fc.Arbitrary<Around> = fc.letrec<{ any: Around; leaf: Around; node: Around }>((tie) => ({
  any: fc.oneof({ depthSize: 'small', withCrossShrink: true }, tie('leaf'), tie('node')),
  leaf: fc.oneof(text, integer, decimal, fc.constant<Around>({ value: true, schema: { type: 'boolean' } }), choice),
  node: fc.oneof(list(tie('any')), record(tie('any')), branches(tie('any')), together(tie('any'))),
})).any
