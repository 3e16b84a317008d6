import { expect } from 'chai'
import { writeTypes } from '../../src/types/write-types.js'
import { api } from '../support/api.js'
import { compileText } from './compile-text.js'

const PETS = `
  paths:
    /pets/{petId}:
      parameters:
        - { name: petId, in: path, required: true, schema: { type: integer } }
      put:
        operationId: setPet
        parameters:
          - { name: dry-run, in: query, schema: { type: boolean } }
          - { name: X-Trace, in: header, required: true, schema: { type: string } }
        requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
        responses:
          '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
          4XX: { description: no, content: { application/json: { schema: { $ref: '#/components/schemas/error-body' } } } }
          '204': { description: nothing }
      get:
        responses: { default: { description: ok, content: { text/plain: {}, application/json: { schema: { $ref: '#/components/schemas/Tree' } } } } }
      patch:
        operationId: touch-pet
        requestBody: { content: { application/x-www-form-urlencoded: { schema: { properties: { name: { type: string } } } }, image/png: {} } }
        responses: { '200': { description: ok, content: { image/png: {} } } }
  components:
    schemas:
      Pet:
        type: object
        required: [id, name, secret]
        properties:
          id: { type: integer, readOnly: true }
          name: { type: string, description: 'What it is called */ for people' }
          secret: { type: string, writeOnly: true }
          kind: { enum: [cat, "dog's", 3, null] }
          tag: { type: [string, 'null'] }
          friends: { type: array, items: { $ref: '#/components/schemas/Pet' } }
      error-body: { type: object, required: [message], properties: { message: { type: string }, 'with space': { type: number } } }
      Tree: { oneOf: [{ type: string }, { type: array, items: { $ref: '#/components/schemas/Tree' } }] }
      Loop: { anyOf: [{ $ref: '#/components/schemas/Loop' }, { type: string }] }
      Ping: { allOf: [{ $ref: '#/components/schemas/Pong' }] }
      Pong: { anyOf: [{ $ref: '#/components/schemas/Ping' }, { type: integer }] }
      Record: { type: object, additionalProperties: { type: integer }, properties: { name: { type: string } } }
      Open: { type: object, additionalProperties: true, properties: { name: { type: string } } }
      Shut: { type: object, additionalProperties: false }
      Pair: { type: array, prefixItems: [{ type: string }, { type: integer }], minItems: 1, items: false }
      Never: false
      Dog: { allOf: [{ $ref: '#/components/schemas/Pet' }, { required: [tag], properties: { barks: { type: boolean } } }] }
      Choice: { type: object, required: [kind], properties: { kind: { type: string } }, oneOf: [{ properties: { a: { type: string } } }, { properties: { b: { type: string } } }] }
      '2nd': { const: { deep: [1, 'x'] } }
      Second: { type: object, properties: { __proto__: { type: string }, constructor: { type: number } } }
`

const USES = `
import type { Choice, Dog, Loop, Never, Open, Pair, Ping, Record2, Shut, Tree, _2nd, ErrorBody, Pet, PetRequest } from './api.js'

export const tree: Tree = ['a', ['b', []]]
// @ts-expect-error a leaf is a string
export const wrongTree: Tree = ['a', [1]]
export const loop: Loop = 'what is said beside the loop'
export const ping: Ping = 1
export const record: Record2 = { name: 'x', count: 1 }
// @ts-expect-error other members are integers
export const wrongRecord: Record2 = { other: true }
export const open: Open = { name: 'x', more: [] }
// @ts-expect-error no members at all
export const shut: Shut = { a: 1 }
export const pair: Pair = ['a']
// @ts-expect-error the second is a number
export const wrongPair: Pair = ['a', 'b']
// @ts-expect-error no third
export const longPair: Pair = ['a', 1, 2]
export const never = (value: Never): string => value
export const dog: Dog = { id: 1, name: 'Rex', tag: null, barks: true }
// @ts-expect-error the dog's tag is required
export const wrongDog: Dog = { id: 1, name: 'Rex' }
export const choices: Choice[] = [{ kind: 'x', a: 'a' }, { kind: 'x', b: 'b' }]
// @ts-expect-error none of the choices has it
export const wrongChoice: Choice = { kind: 'x', c: 'c' }
export const constant: _2nd = { deep: [1, 'x'] }
export const error: ErrorBody = { message: 'x', 'with space': 1 }
export const kinds: Pet['kind'][] = ['cat', "dog's", 3, null, undefined]
// @ts-expect-error not one of the values
export const wrongKind: Pet['kind'] = 'cow'
// @ts-expect-error what is answered has its id
export const answered: Pet = { name: 'x' }
export const sent: PetRequest = { name: 'x', secret: 's', friends: [{ name: 'y', secret: 't' }] }
`

const CONFIG = `
import { defineConfig } from './api.js'

export default defineConfig({
  personas: [{ name: 'ann', token: 'ann', permissions: 'all' }],
  gate: ({ operation }) => (operation.id === 'setPet' ? undefined : { kind: 'example' }),
  operations: {
    setPet: async (call, world) => {
      const id: number = call.params.path.petId
      const isDry: boolean | undefined = call.params.query['dry-run']
      const trace: string = call.params.header['X-Trace']
      const secret: string = call.body.secret
      if (isDry) return { kind: 'value', status: 204 }
      if (trace === secret) return { kind: 'value', status: 422, value: { message: 'no' } }
      if (await world.state.counter('x')) return { kind: 'problem', status: 500, title: 'x' }
      return { kind: 'value', status: 200, value: { id, name: call.body.name, friends: [{ id: 2, name: 'b' }] } }
    },
    'touch-pet': ({ body }) => {
      const name: string | undefined = body === undefined || typeof body === 'string' || body instanceof Uint8Array ? '' : body.name
      return { kind: 'value', status: 200, value: name ?? new Uint8Array(1) }
    },
    'GET /pets/{petId}': () => ({ kind: 'value', status: 418, value: ['x'] }),
  },
})
`

/** Each is put into `operations: { … }` and has one mistake. */
const MISTAKES: Readonly<Record<string, string>> = {
  'an operation that the document does not have': "setPets: () => ({ kind: 'example' })",
  'a parameter that is not declared':
    "setPet: (call) => ({ kind: 'problem', status: 400, title: call.params.path.pet })",
  'a member of the body that is not declared':
    "setPet: (call) => ({ kind: 'problem', status: 400, title: call.body.nick })",
  'a field too many': "setPet: () => ({ kind: 'value', status: 200, value: { id: 1, name: 'x', nick: 'y' } })",
  'a field too many deep inside':
    "setPet: () => ({ kind: 'value', status: 200, value: { id: 1, name: 'x', friends: [{ id: 2, name: 'y', nick: 'z' }] } })",
  'a field too many in one of several replies':
    "setPet: async (call, world) => (await world.state.next('n')) > 1 ? { kind: 'value', status: 404, value: { message: 'x', why: 'y' } } : { kind: 'example' }",
  'a field that is missing': "setPet: () => ({ kind: 'value', status: 200, value: { id: 1 } })",
  'a field that only requests have':
    "setPet: () => ({ kind: 'value', status: 200, value: { id: 1, name: 'x', secret: 's' } })",
  'the value of another status': "setPet: () => ({ kind: 'value', status: 404, value: { id: 1, name: 'x' } })",
  'a status that is not declared': "setPet: () => ({ kind: 'value', status: 201, value: { id: 1, name: 'x' } })",
  'a value where none is declared': "setPet: () => ({ kind: 'value', status: 204, value: { id: 1, name: 'x' } })",
  'a field of the reply that nobody knows': "setPet: () => ({ kind: 'value', status: 204, header: {} })",
}

describe('writeTypes', () => {
  let said: readonly string[]

  before(async function () {
    this.timeout(60_000)
    const model = await api(PETS)
    const mistakes = Object.values(MISTAKES).map((text, index): [string, string] => [
      `mistake${index}.ts`,
      `import { defineConfig } from './api.js'\nexport default defineConfig({ operations: {\n${text} } })\n`,
    ])
    said = compileText({
      'api.ts': writeTypes(model, { declarationsOnly: false }),
      'types.ts': writeTypes(model, { declarationsOnly: true }),
      'uses.ts': USES,
      'config.ts': CONFIG,
      'key.ts': "import { defineConfig } from './api.js'\nexport default defineConfig({ persona: [] })\n",
      ...Object.fromEntries(mistakes),
    })
  })

  const saidOf = (file: string): readonly string[] => said.filter((line) => line.startsWith(`${file}:`))

  it('writes what compiles: recursive schemas, choices, names that are none', () => {
    expect([...saidOf('api.ts'), ...saidOf('types.ts')]).to.deep.equal([])
  })

  it('gives each schema the type of its values', () => {
    expect(saidOf('uses.ts')).to.deep.equal([])
  })

  it('lets behaviours know parameters, bodies and replies', () => {
    expect(saidOf('config.ts')).to.deep.equal([])
  })

  for (const [index, mistake] of Object.keys(MISTAKES).entries()) {
    it(`does not let ${mistake} compile`, () => {
      expect(saidOf(`mistake${index}.ts`)).to.have.length(1)
    })
  }

  it('does not let a key of the configuration that nobody knows compile', () => {
    expect(saidOf('key.ts')).to.have.length(1)
  })

  it('writes components of Swagger 2.0, and an operation with nothing', async () => {
    const model = await api(`
      swagger: '2.0'
      info: { title: t, version: '1' }
      paths: { /a: { get: { responses: { '200': { description: ok } } } } }
      definitions: { A: { type: object, properties: { at: { type: string } } } }
    `)
    const text = writeTypes(model, { declarationsOnly: true })
    expect(text).to.contain('export type A = {\n  at?: string\n}\n')
    expect(text).to.contain(`  'GET /a': {\n    params: {}\n    body: undefined\n`)
  })
})
