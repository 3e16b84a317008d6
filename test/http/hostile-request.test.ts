import { expect } from 'chai'
import fc from 'fast-check'
import { checkRequest } from '../../src/check/check-request.js'
import { checkResponse } from '../../src/check/check-response.js'
import { decodeRequest } from '../../src/http/decode-request.js'
import { encodeBody } from '../../src/http/encode-body.js'
import { encodeHeader, encodeParameter } from '../../src/http/encode-parameter.js'
import type { Operation } from '../../src/model/api-model.js'
import { api } from '../support/api.js'
import { request } from '../support/request.js'

const TYPES = [
  'application/json',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'multipart/mixed',
  'text/plain',
  'text/csv',
  'application/jsonl',
  'text/event-stream',
  'application/octet-stream',
]

/** Every place, style and media type over schemas that refer to themselves. */
async function everything(): Promise<Operation> {
  const content = TYPES.map((type) => `'${type}': { schema: { $ref: '#/components/schemas/Node' } }`).join(', ')
  const query = ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject']
    .flatMap((style) => [true, false].map((explode) => ({ style, explode })))
    .map(
      ({ style, explode }, index) =>
        `{ name: q${index}, in: query, style: ${style}, explode: ${explode}, schema: { $ref: '#/components/schemas/Node' } }`,
    )
  const model = await api(`
    paths:
      /x/{p}:
        post:
          parameters:
            - { name: p, in: path, required: true, style: matrix, schema: { $ref: '#/components/schemas/Node' } }
            - { name: h, in: header, schema: { $ref: '#/components/schemas/Node' } }
            - { name: c, in: cookie, schema: { $ref: '#/components/schemas/Node' } }
            ${query.map((each) => `- ${each}`).join('\n            ')}
          requestBody: { content: { ${content} } }
          responses: { '200': { description: ok, content: { ${content} } } }
    components:
      schemas:
        Node:
          anyOf:
            - { type: integer }
            - { type: array, items: { $ref: '#/components/schemas/Node' } }
            - { type: object, properties: { a: { $ref: '#/components/schemas/Node' } }, additionalProperties: { $ref: '#/components/schemas/Node' } }
  `)
  const [operation] = model.operations
  if (!operation) throw new Error('no operation')
  return operation
}

const junk = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      '[',
      ']',
      '{',
      '}',
      '"',
      '=',
      '&',
      ';',
      ',',
      '.',
      '%',
      '%2',
      '%41',
      '|',
      '+',
      ' ',
      'a',
      'q7',
      'q1',
      '1',
      '<',
      '>',
      '/',
      '\r\n',
      '--B',
    ),
  }),
)

describe('whatever a client sends', () => {
  it('decoding and checking return, and never throw', async () => {
    const operation = await everything()
    fc.assert(
      fc.property(
        junk,
        junk,
        junk,
        fc.constantFrom(...TYPES, 'x', 'multipart/form-data; boundary=B'),
        (url, text, body, type) => {
          const sent = request(`/x?q0=${url}&q7[${url}]=${text}&${text}`, {
            headers: { h: text, cookie: `c=${url}; ${text}`, 'content-type': type },
            body: type.includes('B') ? `--B\r\n${body}\r\n\r\n${text}\r\n--B--` : body,
          })
          checkRequest(operation, decodeRequest(operation, sent, new Map([['p', `;p=${url}`]])))
          checkResponse(operation, { status: 200, headers: { 'content-type': type }, body })
        },
      ),
      { numRuns: 500 },
    )
  })

  it('encoding returns for any value', async () => {
    const operation = await everything()
    const lone = '\ud800'
    const values = fc.oneof(
      fc.anything({ withBigInt: true, withDate: true, withMap: true }),
      fc.constant({ [lone]: lone }),
    )
    fc.assert(
      fc.property(values, fc.constantFrom(...TYPES), (value, type) => {
        const spec = operation.body?.content.find(({ declared }) => declared === type)
        encodeBody(value, type, spec)
        for (const parameter of operation.parameters) expect(encodeParameter(parameter, value)).to.be.a('string')
        encodeHeader({ ...HEADER, explode: true }, value)
      }),
      { numRuns: 300 },
    )
  })

  it('a cycle is written as something', async () => {
    const operation = await everything()
    const cycle: Record<string, unknown> = {}
    cycle['a'] = cycle['b'] = cycle
    for (const type of TYPES)
      encodeBody(
        cycle,
        type,
        operation.body?.content.find(({ declared }) => declared === type),
      )
    expect(encodeBody(cycle, 'application/json', undefined)).to.equal('null')
  })
})

const HEADER = {
  name: 'X',
  required: false,
  style: 'simple',
  schema: undefined,
  content: undefined,
  examples: [],
  at: '' as Operation['at'],
} as const
