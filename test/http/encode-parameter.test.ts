import { expect } from 'chai'
import fc from 'fast-check'
import { decodeRequest } from '../../src/http/decode-request.js'
import { encodeHeader, encodeParameter } from '../../src/http/encode-parameter.js'
import type { HttpRequest } from '../../src/http/exchange.js'
import type { HeaderSpec, Operation } from '../../src/model/api-model.js'
import { api } from '../support/api.js'
import { request } from '../support/request.js'

const SCHEMAS = {
  text: '{ type: string }',
  integer: '{ type: integer }',
  boolean: '{ type: boolean }',
  list: '{ type: array, items: { type: string } }',
  numbers: '{ type: array, items: { type: number } }',
  object: '{ type: object, additionalProperties: { type: string } }',
} as const

type Kind = keyof typeof SCHEMAS

/** An operation whose only parameter is called 'p'. */
async function withParameter(place: string, style: string, explode: boolean, kind: Kind): Promise<Operation> {
  const model = await api(`
    paths:
      ${place === 'path' ? '/x/{p}' : '/x'}:
        get:
          parameters: [{ name: p, in: ${place}, required: true, style: ${style}, explode: ${explode}, schema: ${SCHEMAS[kind]} }]
          responses: { '200': { description: ok } }
  `)
  const [operation] = model.operations
  if (!operation) throw new Error('no operation')
  return operation
}

function send(operation: Operation, text: string): unknown {
  const [parameter] = operation.parameters
  if (!parameter) throw new Error('no parameter')
  const sent: Record<string, [HttpRequest, Map<string, string>]> = {
    path: [request('/x'), new Map([['p', text]])],
    query: [request(`/x?${text}`), new Map<string, string>()],
    header: [request('/x', { headers: { p: text } }), new Map<string, string>()],
    cookie: [request('/x', { headers: { cookie: text } }), new Map<string, string>()],
  }
  const [message, pathValues] = sent[parameter.in] ?? [request('/x'), new Map<string, string>()]
  return decodeRequest(operation, message, pathValues).params[parameter.in]['p']
}

const anyText = fc.string({ unit: 'binary', minLength: 1, maxLength: 8 })
const word = fc.string({
  unit: fc.constantFrom('a', 'b', 'X', 'Y', '0', '1', '9', '-', '_'),
  minLength: 1,
  maxLength: 6,
})

function values(kind: Kind, text: fc.Arbitrary<string>, name: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  switch (kind) {
    case 'text':
      return text
    case 'integer':
      return fc.maxSafeInteger()
    case 'boolean':
      return fc.boolean()
    case 'list':
      return fc.array(text, { minLength: 1, maxLength: 4 })
    case 'numbers':
      return fc.array(fc.double({ noDefaultInfinity: true, noNaN: true }), { minLength: 1, maxLength: 4 })
    case 'object':
      return fc.dictionary(name, text, { minKeys: 1, maxKeys: 4, noNullPrototype: true })
  }
}

describe('decoding undoes encoding', () => {
  const ALL: readonly Kind[] = ['text', 'integer', 'boolean', 'list', 'numbers', 'object']
  // Delimiters, header blanks and cookies cannot carry every text.
  const rows: readonly (readonly [string, string, boolean, readonly Kind[], fc.Arbitrary<string>])[] = [
    ['path', 'simple', false, ALL, anyText],
    ['path', 'simple', true, ALL, anyText],
    ['path', 'label', false, ALL, anyText],
    ['path', 'label', true, ['text', 'list', 'object'], anyText],
    ['path', 'matrix', false, ALL, anyText],
    ['path', 'matrix', true, ALL, anyText],
    ['query', 'form', false, ALL, anyText],
    ['query', 'form', true, ALL, anyText],
    ['query', 'spaceDelimited', false, ['list', 'numbers', 'object'], word],
    ['query', 'pipeDelimited', false, ['list', 'numbers', 'object'], word],
    ['query', 'deepObject', true, ['object'], anyText],
    ['header', 'simple', false, ALL, word],
    ['header', 'simple', true, ALL, word],
    ['cookie', 'form', false, ALL, word],
    ['cookie', 'form', true, ['text', 'integer', 'list'], word],
  ]
  for (const [place, style, explode, kinds, text] of rows) {
    for (const kind of kinds) {
      it(`${place}, style ${style}, explode ${explode}: ${kind}`, async () => {
        const operation = await withParameter(place, style, explode, kind)
        const [parameter] = operation.parameters
        if (!parameter) throw new Error('no parameter')
        fc.assert(
          fc.property(values(kind, text, style === 'deepObject' ? word : text), (value) => {
            expect(send(operation, encodeParameter(parameter, value))).to.deep.equal(normal(value))
          }),
          { numRuns: 60 },
        )
      })
    }
  }
})

/** -0 is written '0' by String; so be it. */
function normal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normal)
  return Object.is(value, -0) ? 0 : value
}

describe('encodeHeader', () => {
  const base: HeaderSpec = {
    name: 'X-List',
    required: false,
    explode: false,
    style: 'simple',
    schema: undefined,
    content: undefined,
    examples: [],
    at: '' as HeaderSpec['at'],
  }

  it('joins lists and objects with commas', () => {
    expect(encodeHeader(base, [1, 2])).to.equal('1,2')
    expect(encodeHeader(base, { R: 100, G: 200 })).to.equal('R,100,G,200')
    expect(encodeHeader({ ...base, explode: true }, { R: 100, G: 200 })).to.equal('R=100,G=200')
  })

  it('never begins a header of its own, and fits into Latin-1', () => {
    expect(encodeHeader(base, 'a\r\nX-Evil: 1')).to.equal('a X-Evil: 1')
    expect(encodeHeader(base, 'ü €')).to.equal('ü %E2%82%AC')
  })

  it('keeps several Set-Cookie apart', () => {
    expect(encodeHeader({ ...base, name: 'Set-Cookie' }, ['a=1', 'b=2'])).to.deep.equal(['a=1', 'b=2'])
  })
})
