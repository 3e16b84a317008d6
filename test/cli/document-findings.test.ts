import { expect } from 'chai'
import { findAll, findInSlices } from '../../src/cli/document-findings.js'
import { api } from '../support/api.js'

const WRONG = `
  paths:
    /a/{x}: { get: { parameters: hello, responses: { 200: { description: d } } } }
    /a/{y}: { get: { responses: { 200: { description: d } } } }
    /b:
      get:
        responses:
          200:
            description: d
            content: { application/json: { schema: { type: object, required: [n, m] }, example: {} } }
`

describe('findings of a document', () => {
  it('say one thing of one place, whoever noticed, and how much more there is', async () => {
    const findings = findAll(await api(WRONG))
    const places = findings.map(({ rule, spec }) => `${rule} ${spec ?? ''}`)
    expect(places).to.deep.equal([...new Set(places)])
    expect(places).to.include('document/wrong-type /paths/~1a~1{x}/get/parameters')
    expect(places).to.include('document/equal-paths /paths/~1a~1{y}')
    const example = findings.find(({ rule }) => rule === 'document/invalid-example')
    expect(example?.message).to.match(/lacks 'n'.*\(and 1 more here\)$/)
  })

  it('tell one mistake once, however many rules and schemas notice it', async () => {
    const media =
      '{ schema: { type: object, properties: { code: { type: string } } }, examples: { e: { $ref: "#/components/examples/e" } } }'
    const findings = findAll(
      await api(`
        paths:
          /a:
            get:
              parameters: [{ in: query, schema: { type: 5 } }]
              security: [{ key: [] }]
              responses:
                200: { description: d, content: { application/json: ${media}, application/hal+json: ${media} } }
        components:
          examples: { e: { value: { code: 1 } } }
          securitySchemes: { key: { $ref: '#/components/securitySchemes/again' }, again: { $ref: '#/components/securitySchemes/key' } }
      `),
    )
    expect(findings.map(({ rule, message }) => `${rule}: ${message}`)).to.deep.equal([
      'document/missing-field: Parameter Object: `name` is missing',
      'document/wrong-type: type: expected a string or a list of strings, found 5',
      'document/undefined-security-scheme: security scheme key: expected a definition in components/securitySchemes, found one that cannot be used; it lets every request pass',
      'document/invalid-example: the example breaks its schema at /code: expected a string, got 1',
      'document/ref-loop: references lead in a circle: /components/securitySchemes/key → /components/securitySchemes/again → /components/securitySchemes/key',
      'document/unresolved-ref: security scheme again: expected $ref to lead to an object, but "#/components/securitySchemes/key" leads nowhere',
    ])
  })

  it('stand in the order of the file', async () => {
    const model = await api(WRONG)
    const lines = findAll(model).map(({ spec }) => (spec === undefined ? 0 : model.document.locate(spec).line))
    expect(lines).to.deep.equal([...lines].sort((a, b) => a - b))
  })

  it('are the same in slices, but for examples', async () => {
    const whole = findAll(await api(WRONG)).filter(({ rule }) => rule !== 'document/invalid-example')
    expect(await findInSlices(await api(WRONG), () => Promise.resolve())).to.deep.equal(whole)
  })

  it('tell schemas that no value satisfies, with the keyword that stands in the way', async () => {
    const findings = findAll(
      await api(`
        paths:
          /pets:
            get:
              responses:
                200:
                  description: d
                  content:
                    application/json:
                      schema: { type: object, required: [tag], properties: { tag: { type: string, pattern: '^a$', minLength: 5 } } }
      `),
    )
    expect(findings.map(({ rule, message }) => `${rule}: ${message}`)).to.deep.equal([
      'document/unsatisfiable: found no value at /tag that satisfies "pattern"',
    ])
  })

  it('say where they stop to look for schemas that no value satisfies', async () => {
    const never = (nth: number) =>
      `'${200 + nth}': { description: d, content: { application/json: { schema: { type: string, minLength: ${nth + 2}, maxLength: 1 } } } }`
    const responses = Array.from({ length: 60 }, (_, nth) => never(nth)).join(', ')
    const findings = findAll(await api(`paths: { /pets: { get: { responses: { ${responses} } } } }`))
    const unmet = findings.filter(({ rule }) => rule === 'document/unsatisfiable')
    expect(unmet).to.have.length(51)
    expect(unmet.at(-1)?.message).to.equal('50 schemas that no value satisfies were found; the rest was not tried')
  })

  it('tell samples that their own schemas refuse, however deep they stand, and enums of which nothing is left', async () => {
    const model = await api(`
      paths:
        /pets: { post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }, responses: { 200: { description: d } } } }
      components:
        schemas:
          Pet:
            type: object
            properties:
              age: { type: integer, default: none }
              born: { type: array, items: { type: string, format: date, examples: [2020-01-31, yesterday] } }
              kind: { type: integer, enum: [one, two] }
              size: { type: string, enum: [s, m, null], default: m, example: s }
              secret: { type: object, required: [id, word], properties: { id: { type: integer, readOnly: true }, word: { type: string } }, example: { word: w } }
          Unused: { type: integer, default: none }
    `)
    const places = findAll(model).map(({ rule, spec }) => `${rule} ${spec?.replace('/components/schemas', '') ?? ''}`)
    expect(places).to.deep.equal([
      'document/invalid-example /Pet/properties/age/default',
      'document/invalid-example /Pet/properties/born/items/examples/1',
      'document/unsatisfiable /Pet/properties/kind/enum',
    ])
  })
})
