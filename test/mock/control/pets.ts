import type { AddressInfo } from 'node:net'
import { createMock } from '../../../mock/create-mock.js'
import type { Mock, MockOptions } from '../../../mock/mock.js'
import { api } from '../../support/api.js'

/** A small API with all that the control tests need. */
export const PETS = `
  paths:
    /pets:
      get:
        operationId: listPets
        responses:
          '200': { description: ok, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Pet' } } } } }
      post:
        operationId: createPet
        requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
        responses:
          '201':
            description: made
            headers: { Location: { schema: { type: string } } }
            content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } }
          '400': { description: bad, content: { application/json: { schema: { $ref: '#/components/schemas/Error' } } } }
    /pets/{petId}:
      parameters: [{ name: petId, in: path, required: true, schema: { type: string } }]
      get:
        operationId: readPet
        responses:
          '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
          '404':
            description: none
            content:
              application/json:
                schema: { $ref: '#/components/schemas/Error' }
                examples: { moved: { value: { code: 7, message: it lives elsewhere } } }
      delete:
        operationId: removePet
        responses:
          '204': { description: gone }
          '404': { description: none, content: { application/json: { schema: { $ref: '#/components/schemas/Error' } } } }
    /pets/{petId}/toys:
      parameters: [{ name: petId, in: path, required: true, schema: { type: string } }]
      get:
        operationId: listToys
        responses:
          '200': { description: ok, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Toy' } } } } }
          '404': { description: none }
      post:
        operationId: createToy
        requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Toy' } } } }
        responses:
          '201': { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Toy' } } } }
          '404': { description: none }
    /pets/{petId}/toys/{toyId}:
      parameters:
        - { name: petId, in: path, required: true, schema: { type: string } }
        - { name: toyId, in: path, required: true, schema: { type: string } }
      get:
        operationId: readToy
        responses:
          '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Toy' } } } }
          '404': { description: none }
  components:
    schemas:
      Pet:
        type: object
        required: [id, name]
        properties:
          id: { type: string, readOnly: true }
          name: { type: string }
          createdAt: { type: string, format: date-time, readOnly: true }
      Toy:
        type: object
        required: [id, label]
        properties: { id: { type: string, readOnly: true }, label: { type: string } }
      Error:
        type: object
        required: [code, message]
        properties: { code: { type: integer }, message: { type: string } }
`

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

export interface Served {
  readonly mock: Mock
  readonly url: string
  readonly send: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>
}

/** Runs a test against a mock of PETS that listens on a port of its own. */
export async function withPets(options: MockOptions, test: (served: Served) => Promise<void>): Promise<void> {
  const mock = await createMock(await api(PETS), { seed: 'control', ...options })
  const server = mock.server()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  try {
    await test({ mock, url, send: (...request) => send(url, ...request) })
  } finally {
    server.close()
    server.closeAllConnections()
    await mock.close()
  }
}

async function send(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  return { status: response.status, headers: response.headers, body: isJson ? (JSON.parse(text) as unknown) : text }
}

/** The names of the pets in an answer. */
export function names({ body }: Answer): readonly string[] {
  return (body as { name: string }[]).map(({ name }) => name)
}
