import { expect } from 'chai'
import { mocked } from '../../support/mocked.js'

type Judge = (body: unknown) => Promise<boolean>

/** Whether the schema in flow style takes a body; text is sent as it is. */
async function judge(schema: string, openapi = '3.1.0', schemas = '{}'): Promise<Judge> {
  const ask = await mocked(
    `
      components: { schemas: ${schemas.replace(/\s+/g, ' ')} }
      paths:
        /x: { post: { requestBody: { content: { application/json: { schema: ${schema.replace(/\s+/g, ' ')} } } }, responses: { 204: { description: ok } } } }
    `,
    { openapi },
  )
  return async (body) => {
    const sent = typeof body === 'string' ? body : JSON.stringify(body)
    const { status, findings } = await ask('POST /x', { body: sent, type: 'application/json' })
    if (status === 400) expect(findings, schema).to.not.deep.equal([])
    else expect(status).to.equal(204)
    return status === 204
  }
}

async function verdicts(schema: string, bodies: readonly unknown[], openapi?: string, schemas?: string) {
  const takes = await judge(schema, openapi, schemas)
  const found: boolean[] = []
  for (const body of bodies) found.push(await takes(body))
  return found
}

const YES = true
const NO = false

describe('hard cases F: schemas at run time', () => {
  it('60 demands no readOnly member in a request, and shows no writeOnly member in an answer', async () => {
    for (const openapi of ['3.0.3', '3.1.0']) {
      const ask = await mocked(
        `
        components:
          schemas:
            User: { type: object, required: [id, name, secret], properties: { id: { type: string, readOnly: true }, name: { type: string }, secret: { type: string, writeOnly: true } } }
        paths:
          /users:
            post:
              requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/User' } } } }
              responses: { 201: { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/User' } } } } }
      `,
        { openapi },
      )
      expect((await ask('POST /users', { body: { name: 'a' } })).status).to.equal(400)
      const made = await ask('POST /users', { body: { name: 'a', secret: 's', id: 'mine' } })
      expect([made.status, made.findings]).to.deep.equal([201, []])
      expect(made.json).to.have.property('id').that.is.a('string')
      expect(made.json).to.not.have.property('secret')
    }
  })

  it('61 drops that demand through references, branches, items and depth, but not what another branch demands plainly', async () => {
    const schemas = `{ Base: { required: [id], properties: { id: { type: string, readOnly: true } } } }`
    const nested = `{ properties: { list: { type: array, items: { allOf: [{ $ref: '#/components/schemas/Base' }, { required: [n] }] } },
      one: { oneOf: [{ $ref: '#/components/schemas/Base' }, { type: string }] }, any: { anyOf: [{ $ref: '#/components/schemas/Base' }] } } }`
    for (const openapi of ['3.0.3', '3.1.0'])
      expect(
        await verdicts(nested, [{ list: [{ n: 1 }] }, { list: [{}] }, { one: {} }, { any: {} }], openapi, schemas),
      ).to.deep.equal([YES, NO, YES, YES])
    const plain = `{ allOf: [{ $ref: '#/components/schemas/Base' }, { required: [id], properties: { id: { type: string } } }] }`
    expect(await verdicts(plain, [{}, { id: 'x' }], '3.1.0', schemas)).to.deep.equal([NO, YES])
  })

  it('62 lets a discriminator change no verdict', async () => {
    const schemas = `{ Cat: { type: object, required: [kind], properties: { kind: { type: string }, lives: { type: integer } } },
      Dog: { type: object, required: [kind], properties: { kind: { type: string }, bark: { type: string } } } }`
    const oneOf = `{ oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }], discriminator: { propertyName: kind } }`
    const anyOf = oneOf.replace('oneOf', 'anyOf')
    expect(await verdicts(oneOf, [{ kind: 'Cat' }, { kind: 'Cat', lives: 'x' }], '3.0.3', schemas)).to.deep.equal([
      NO,
      YES,
    ])
    expect(await verdicts(anyOf, [{ kind: 'Fish' }, {}], '3.0.3', schemas)).to.deep.equal([YES, NO])
  })

  it('63 does not check children through their parent', async () => {
    const schemas = `{ Pet: { type: object, required: [kind], properties: { kind: { type: string } }, discriminator: { propertyName: kind, mapping: { c: Cat } } },
      Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, required: [lives] }] } }`
    expect(
      await verdicts(`{ $ref: '#/components/schemas/Pet' }`, [{ kind: 'c' }, { kind: 'Cat' }, {}], '3.0.3', schemas),
    ).to.deep.equal([YES, YES, NO])
  })

  it('64 lets additionalProperties see its own properties only, and unevaluatedProperties all', async () => {
    const both = (keyword: string) => `{ allOf: [{ properties: { a: {} } }], properties: { b: {} }, ${keyword}: false }`
    for (const openapi of ['3.0.3', '3.1.0'])
      expect(await verdicts(both('additionalProperties'), [{ b: 1 }, { a: 1 }], openapi)).to.deep.equal([YES, NO])
    expect(await verdicts(both('unevaluatedProperties'), [{ b: 1 }, { a: 1 }, { c: 1 }])).to.deep.equal([YES, YES, NO])
    const through = `{ $ref: '#/components/schemas/A', unevaluatedProperties: false }`
    expect(await verdicts(through, [{ a: 1 }, { b: 1 }], '3.1.0', '{ A: { properties: { a: {} } } }')).to.deep.equal([
      YES,
      NO,
    ])
  })

  it('65 demands what is required although it has a default, and stores the default', async () => {
    expect(
      await verdicts('{ type: object, required: [a], properties: { a: { default: 1 } } }', [{}, { a: 2 }]),
    ).to.deep.equal([NO, YES])
    const ask = await mocked(`
      components: { schemas: { Job: { type: object, properties: { id: { type: string, readOnly: true }, size: { type: integer, default: 3 }, name: { type: string } } } } }
      paths:
        /jobs/{id}: { get: { parameters: [{ name: id, in: path, required: true, schema: { type: string } }], responses: { 200: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Job' } } } } } } }
        /jobs: { post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Job' } } } }, responses: { 201: { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Job' } } } } } } }
    `)
    expect((await ask('POST /jobs', { body: { name: 'n' } })).json).to.include({ name: 'n', size: 3 })
  })

  it('66 keeps members of every branch of allOf that forbid nothing', async () => {
    expect(
      await verdicts(
        '{ allOf: [{ properties: { a: { type: integer } } }, { properties: { b: { type: integer } } }] }',
        [
          { a: 1, b: 1 },
          { a: 1, b: 'x' },
        ],
      ),
    ).to.deep.equal([YES, NO])
  })

  it('67 searches patterns, of any flavour, in bounded time', async () => {
    expect(await verdicts('{ type: string, pattern: "b" }', ['"abc"', '"ac"'])).to.deep.equal([YES, NO])
    expect(await verdicts(String.raw`{ type: string, pattern: '^[\w-.]+\@x$' }`, ['"a-b@x"', '"a b@x"'])).to.deep.equal(
      [YES, NO],
    )
    expect(await verdicts('{ type: string, pattern: "(?i)^abc$" }', ['"ABC"', '"abd"'])).to.deep.equal([YES, NO])
    expect(
      await verdicts('{ type: string, pattern: "^(a+)+$" }', [`"${'a'.repeat(40000)}!"`, `"${'a'.repeat(40)}"`]),
    ).to.deep.equal([NO, YES])
    expect(
      await verdicts('{ type: string, pattern: "^(([a-z])+.)+[A-Z]([a-z])+$" }', [`"${'a'.repeat(5000)}"`]),
    ).to.deep.equal([NO])
    expect(
      await verdicts('{ type: string, minLength: 2, maxLength: 2 }', ['"👍👍"', '"👍"', '"e\u0301"']),
    ).to.deep.equal([YES, NO, YES])
    expect(await verdicts(String.raw`{ type: string, pattern: '^\p{Lu}$' }`, ['"É"', '"é"'])).to.deep.equal([YES, NO])
  })

  it('68 checks the formats it knows and lets the others pass', async () => {
    const cases: readonly (readonly [string, readonly unknown[], readonly unknown[]])[] = [
      ['type: integer, format: int32', [2147483647, -2147483648], [2147483648, -2147483649]],
      ['type: integer, format: int64', [9007199254740991, '9223372036854775807'], ['9223372036854775809', '1e30']],
      ['type: number, format: float', [1.5], []],
      [
        'type: string, format: date',
        ['"2024-02-29"'],
        ['"2023-02-29"', '"2024-13-01"', '"2024-1-1"', '"2024-01-01T00:00:00Z"'],
      ],
      [
        'type: string, format: date-time',
        ['"2024-02-29T10:00:00Z"', '"2024-02-29t10:00:00.123+02:00"'],
        ['"2024-02-29T10:00:00"', '"2024-13-01T10:00:00Z"', '"2024-01-01T25:00:00Z"'],
      ],
      ['type: string, format: uuid', ['"123e4567-e89b-12d3-a456-426614174000"'], ['"123e4567"']],
      ['type: string, format: email', ['"a@b.co"'], ['"a.b.co"']],
      ['type: string, format: ipv4', ['"10.0.0.1"'], ['"10.0.0.256"', '"010.0.0.1"']],
      ['type: string, format: uri', ['"https://a.b/c?d#e"'], ['"/relative"', '"a b"']],
      ['type: string, format: password', ['"anything at all"'], []],
      ['type: string, format: wibble', ['"anything"'], []],
      ['type: integer, format: date', [5], ['"2024-01-01"']],
    ]
    for (const [schema, good, bad] of cases) {
      expect(await verdicts(`{ ${schema} }`, good), schema).to.deep.equal(good.map(() => YES))
      expect(await verdicts(`{ ${schema} }`, bad), schema).to.deep.equal(bad.map(() => NO))
    }
  })

  it('69 divides decimal fractions without error', async () => {
    expect(await verdicts('{ multipleOf: 0.01 }', [19.99, 0.07, 1.1, 0.005, 4.35, 1e20])).to.deep.equal([
      YES,
      YES,
      YES,
      NO,
      YES,
      YES,
    ])
    expect(await verdicts('{ multipleOf: 0.1 }', [0.3, 0.35])).to.deep.equal([YES, NO])
  })

  it('70 reads 64-bit numbers in strings', async () => {
    expect(
      await verdicts('{ type: string, format: uint64 }', [
        '"18446744073709551615"',
        '"18446744073709551616"',
        '"-1"',
        '"x"',
        1,
      ]),
    ).to.deep.equal([YES, NO, NO, NO, NO])
    expect(
      await verdicts('{ type: string, format: int64 }', ['"-9223372036854775808"', '"9223372036854775808"']),
    ).to.deep.equal([YES, NO])
  })

  it('71 compares values as JSON does', async () => {
    expect(
      await verdicts('{ uniqueItems: true }', [
        [
          { a: 1, b: 2 },
          { b: 2, a: 1 },
        ],
        [1, true],
        [0, false],
        '[1, 1.0]',
        '[0, -0]',
        [[1], [1]],
      ]),
    ).to.deep.equal([NO, YES, YES, NO, NO, NO])
    expect(
      await verdicts('{ enum: [1, { a: [2], b: 1 }] }', ['1.0', { b: 1, a: [2] }, true, '"1"', { a: [2] }]),
    ).to.deep.equal([YES, YES, NO, NO, NO])
    expect(await verdicts('{ const: false }', [false, 0])).to.deep.equal([YES, NO])
    expect(await verdicts('{ const: 0 }', ['-0', '0.0', false])).to.deep.equal([YES, YES, NO])
  })

  it('72 takes everything where no type is named', async () => {
    expect(
      await verdicts('{ properties: { a: { type: integer } }, required: [a], minLength: 3 }', [
        5,
        '"abc"',
        null,
        [],
        {},
      ]),
    ).to.deep.equal([YES, YES, YES, YES, NO])
    expect(await verdicts('{}', [5, null])).to.deep.equal([YES, YES])
    expect(await verdicts('true', [5])).to.deep.equal([YES])
    expect(await verdicts('false', [5, null, {}])).to.deep.equal([NO, NO, NO])
  })
})
