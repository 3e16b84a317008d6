import { checkRequest } from '../../src/check/check-request.js'
import { decodeRequest } from '../../src/http/decode-request.js'
import type { HttpRequest } from '../../src/http/exchange.js'
import type { Operation } from '../../src/model/api-model.js'
import { api } from '../support/api.js'
import { request } from '../support/request.js'

/** The only operation, with this request body. */
export async function withBody(body: string, version = '3.1.0', method = 'post'): Promise<Operation> {
  const model = await api(
    `
    paths:
      /x:
        ${method}:
          requestBody: ${body}
          responses: { '200': { description: ok } }
    components:
      schemas:
        Pet: { type: object, required: [name], properties: { name: { type: string }, age: { type: integer } } }
    `,
    version,
  )
  const [operation] = model.operations
  if (!operation) throw new Error('no operation')
  return operation
}

/** What a body is read as, and what is wrong with it. */
export function read(operation: Operation, sent: HttpRequest) {
  const decoded = decodeRequest(operation, sent, new Map())
  const findings = checkRequest(operation, decoded)
  return { value: decoded.body, mediaType: decoded.mediaType, rules: findings.map(({ rule }) => rule), findings }
}

export function json(body: string | Uint8Array, type: string | undefined = 'application/json') {
  return request('/x', { body, type })
}
