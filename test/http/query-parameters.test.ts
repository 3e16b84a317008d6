import { expect } from 'chai'
import { checkRequest } from '../../src/check/check-request.js'
import { decodeRequest } from '../../src/http/decode-request.js'
import { api } from '../support/api.js'
import { request } from '../support/request.js'
import { operationWith, outcome } from './declared-parameters.js'

const COLOUR = '{ $ref: "#/components/schemas/Colour" }'

describe('query parameters', () => {
  it('are lists also with one value, and with many', async () => {
    const operation = await operationWith(
      '[{ name: id, in: query, schema: { type: array, items: { type: integer } } }]',
    )
    expect(outcome(operation, request('/x?id=5')).value).to.deep.equal([5])
    const many = Array.from({ length: 50 }, (_, i) => i)
    expect(outcome(operation, request(`/x?${many.map((i) => `id=${i}`).join('&')}`)).value).to.deep.equal(many)
  })

  it('say the same thing twice, but not two things, where a list makes no sense', async () => {
    const operation = await operationWith('[{ name: key, in: query, schema: { type: string } }]')
    expect(outcome(operation, request('/x?key=a&key=a'))).to.deep.include({ value: 'a', rules: [] })
    expect(outcome(operation, request('/x?key=a&key=b')).rules).to.deep.equal(['request/parameter-schema'])
  })

  it('are lists with encoded commas only where nothing else fits', async () => {
    const colours = await operationWith(
      '[{ name: c, in: query, explode: false, schema: { type: array, items: { enum: [red, blue] } } }]',
    )
    expect(outcome(colours, request('/x?c=red%2Cblue'))).to.deep.include({ value: ['red', 'blue'], rules: [] })
    expect(outcome(colours, request('/x?c=red%2cgreen')).rules).to.deep.equal(['request/parameter-schema'])
    expect(outcome(colours, request('/x?c=red%2Cblue,red')).rules).to.deep.equal(['request/parameter-schema'])
    const words = await operationWith(
      '[{ name: c, in: query, explode: false, schema: { type: array, items: { type: string } } }]',
    )
    expect(outcome(words, request('/x?c=red%2Cblue')).value).to.deep.equal(['red,blue'])
    const colour = await operationWith(
      '[{ name: c, in: query, explode: false, schema: { $ref: "#/components/schemas/Colour" } }]',
    )
    expect(outcome(colour, request('/x?c=R%2C1%2CG%2C2')).value).to.deep.equal({ R: 1, G: 2 })
    expect(outcome(colour, request('/x?c=R%2C1%2CG')).rules).to.deep.equal(['request/parameter-syntax'])
  })

  it('that are objects may stand as JSON under their own name, where none of their members is there', async () => {
    const plain = await operationWith(`[{ name: c, in: query, required: true, schema: ${COLOUR} }]`)
    const json = encodeURIComponent('{"R":1,"G":2}')
    expect(outcome(plain, request(`/x?c=${json}`))).to.deep.include({ value: { R: 1, G: 2 }, rules: [] })
    expect(outcome(plain, request(`/x?R=5&c=${json}`)).value).to.deep.equal({ R: 5 })
    expect(outcome(plain, request('/x?c=%7Bx')).rules).to.deep.equal(['request/missing-parameter'])
    const wrong = encodeURIComponent('{"R":"red"}')
    expect(outcome(plain, request(`/x?c=${wrong}`)).rules).to.deep.equal(['request/parameter-schema'])
  })

  it('take brackets in a name as they are', async () => {
    const operation = await operationWith(
      '[{ name: "ids[]", in: query, schema: { type: array, items: { type: integer } } }]',
    )
    expect(outcome(operation, request('/x?ids[]=1&ids%5B%5D=2')).value).to.deep.equal([1, 2])
  })

  it('read a plus sign as a space, and a path does not', async () => {
    const inQuery = await operationWith('[{ name: q, in: query, schema: { type: string } }]')
    expect(outcome(inQuery, request('/x?q=a+b%2Bc')).value).to.equal('a b+c')
    const inPath = await operationWith('[{ name: q, in: path, required: true, schema: { type: string } }]', '/x/{q}')
    expect(outcome(inPath, request('/x'), 'a+b%2Fc').value).to.equal('a+b/c')
  })

  it('are refused when their encoding is malformed, and never throw', async () => {
    const operation = await operationWith('[{ name: q, in: query, schema: { type: string } }]')
    for (const sent of ['%zz', '%', '%C3%28']) {
      expect(outcome(operation, request(`/x?q=${sent}`)).rules, sent).to.deep.equal(['request/parameter-syntax'])
    }
  })

  it('leave undeclared ones alone', async () => {
    const operation = await operationWith('[{ name: q, in: query, schema: { type: string } }]')
    expect(outcome(operation, request('/x?other=%zz')).rules).to.deep.equal([])
  })

  it('that are required and missing name themselves and their declaration', async () => {
    const operation = await operationWith('[{ name: q, in: query, required: true, schema: { type: string } }]')
    const [finding] = outcome(operation, request('/x')).decoded.findings
    expect(finding).to.deep.equal({
      rule: 'request/missing-parameter',
      severity: 'error',
      blame: 'client',
      message: "required query parameter 'q' is missing",
      where: { side: 'request', in: 'query', name: 'q' },
      spec: '/paths/~1x/get/parameters/0',
    })
  })

  it('may be empty where allowEmptyValue says so, whatever their schema says', async () => {
    const allowed = await operationWith(
      '[{ name: q, in: query, required: true, allowEmptyValue: true, schema: { type: string, minLength: 3 } }]',
    )
    expect(outcome(allowed, request('/x?q=')).rules).to.deep.equal([])
    expect(outcome(allowed, request('/x?q=ab')).rules).to.deep.equal(['request/parameter-schema'])
    const strict = await operationWith('[{ name: q, in: query, schema: { type: string, minLength: 3 } }]')
    expect(outcome(strict, request('/x?q=')).rules).to.deep.equal(['request/parameter-schema'])
  })

  it('may not be empty where allowEmptyValue: false is written', async () => {
    const forbidden = await operationWith('[{ name: q, in: query, allowEmptyValue: false, schema: { type: string } }]')
    expect(outcome(forbidden, request('/x?q=')).rules).to.deep.equal(['request/parameter-schema'])
    expect(outcome(forbidden, request('/x?q=a')).rules).to.deep.equal([])
    const unsaid = await operationWith('[{ name: q, in: query, schema: { type: string } }]')
    expect(outcome(unsaid, request('/x?q=')).rules).to.deep.equal([])
  })

  it('have their default when absent, a copy each time, and are still demanded', async () => {
    const operation = await operationWith(
      '[{ name: q, in: query, schema: { type: array, items: { type: integer }, default: [1] } }]',
    )
    const first = outcome(operation, request('/x')).value
    expect(first).to.deep.equal([1])
    expect(outcome(operation, request('/x')).value).not.to.equal(first)
    const demanded = await operationWith(
      '[{ name: q, in: query, required: true, schema: { type: integer, default: 1 } }]',
    )
    expect(outcome(demanded, request('/x')).rules).to.deep.equal(['request/missing-parameter'])
  })

  it('do not refuse a client for a default that breaks its own schema', async () => {
    const operation = await operationWith('[{ name: q, in: query, schema: { type: integer, default: many } }]')
    expect(outcome(operation, request('/x'))).to.deep.include({ value: undefined, rules: [] })
  })

  it('sent more often than a scalar allows are refused', async () => {
    const operation = await operationWith('[{ name: q, in: query, schema: { type: integer } }]')
    expect(outcome(operation, request('/x?q=1&q=2')).rules).to.deep.equal(['request/parameter-schema'])
  })

  it('of other formats of Swagger 2.0 are read', async () => {
    const model = await api(`
      swagger: '2.0'
      info: { title: t, version: '1' }
      paths:
        /x:
          get:
            parameters:
              - { name: csv, in: query, type: array, items: { type: integer } }
              - { name: ssv, in: query, type: array, items: { type: integer }, collectionFormat: ssv }
              - { name: tsv, in: query, type: array, items: { type: integer }, collectionFormat: tsv }
              - { name: pipes, in: query, type: array, items: { type: integer }, collectionFormat: pipes }
              - { name: multi, in: query, type: array, items: { type: integer }, collectionFormat: multi }
            responses: { 200: { description: ok } }
    `)
    const [operation] = model.operations
    if (!operation) throw new Error('no operation')
    const decoded = decodeRequest(
      operation,
      request('/x?csv=1,2&ssv=1%202&tsv=1%092&pipes=1|2&multi=1&multi=2'),
      new Map(),
    )
    expect({ ...decoded.params.query }).to.deep.equal({
      csv: [1, 2],
      ssv: [1, 2],
      tsv: [1, 2],
      pipes: [1, 2],
      multi: [1, 2],
    })
    expect(checkRequest(operation, decoded)).to.deep.equal([])
  })
})

describe('objects in the query', () => {
  it('in style form take their declared names, open ones others too, but never those of other parameters', async () => {
    const operation = await operationWith(`
            - { name: filter, in: query, schema: { type: object, properties: { a: { type: integer } }, additionalProperties: { type: integer } } }
            - { name: page, in: query, schema: { type: integer } }`)
    const { value, decoded } = outcome(operation, request('/x?a=1&b=2&page=3'))
    expect(value).to.deep.equal({ a: 1, b: 2 })
    expect(decoded.params.query['page']).to.equal(3)
  })

  it('take all names that nobody else has where they are required and say nothing of their members', async () => {
    const free = (more: string) =>
      operationWith(`
            - { name: meta, in: query, schema: { type: object }, ${more} }
            - { name: page, in: query, schema: { type: integer } }`)
    const required = await free('required: true')
    expect(outcome(required, request('/x?a=1&page=3'))).to.deep.include({ value: { a: '1' }, rules: [] })
    expect(outcome(required, request('/x?page=3')).rules).to.deep.equal(['request/missing-parameter'])
    expect(outcome(await free('required: false'), request('/x?a=1')).value).to.equal(undefined)
  })

  it('leave undeclared names alone where the schema does not speak of them', async () => {
    const operation = await operationWith(`[{ name: color, in: query, schema: ${COLOUR} }]`)
    expect(outcome(operation, request('/x?R=1&utm=2')).value).to.deep.equal({ R: 1 })
    expect(outcome(operation, request('/x?utm=2')).value).to.equal(undefined)
  })

  const DEEP = `
            - name: f
              in: query
              style: deepObject
              explode: true
              schema:
                type: object
                required: [a]
                properties:
                  a: { type: integer }
                  tags: { type: array, minItems: 1, items: { type: integer } }
                  inner: { type: object, properties: { b: { type: boolean } } }`

  it('in style deepObject stay absent when absent, required members and all', async () => {
    expect(outcome(await operationWith(DEEP), request('/x?other=1'))).to.deep.include({ value: undefined, rules: [] })
  })

  it('in style deepObject may nest and repeat', async () => {
    const operation = await operationWith(DEEP)
    const meant = { a: 1, tags: [1, 2], inner: { b: true } }
    for (const tags of ['f[tags]=1&f[tags]=2', 'f[tags][]=1&f[tags][]=2', 'f[tags][1]=2&f[tags][0]=1']) {
      expect(outcome(operation, request(`/x?f[a]=1&${tags}&f[inner][b]=true`)), tags).to.deep.include({
        value: meant,
        rules: [],
      })
    }
    expect(outcome(operation, request('/x?f[a]=1')).rules).to.deep.equal([])
    expect(outcome(operation, request('/x?f[tags]=1')).rules).to.deep.equal(['request/parameter-schema'])
  })

  it('in style deepObject are no text and object at once, but for an empty text', async () => {
    const operation = await operationWith(DEEP)
    expect(outcome(operation, request('/x?f[a]=1&f[inner]=1&f[inner][b]=true')).rules).to.deep.equal([
      'request/parameter-syntax',
    ])
    expect(outcome(operation, request('/x?f[a]=1&f[inner]=&f[inner][b]=true'))).to.deep.include({
      value: { a: 1, inner: { b: true } },
      rules: [],
    })
  })

  it('in style deepObject cannot grow without bound, nor reach a prototype', async () => {
    const operation = await operationWith(DEEP)
    outcome(operation, request(`/x?f${'[a]'.repeat(3000)}=1`))
    expect(outcome(operation, request('/x?f[tags][999999999]=7&f[a]=1')).value).to.deep.equal({ tags: [7], a: 1 })
    outcome(operation, request('/x?f[__proto__][polluted]=1&f[constructor][prototype][polluted]=1'))
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined)
  })
})
