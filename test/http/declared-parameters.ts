import { checkRequest } from '../../src/check/check-request.js'
import { decodeRequest } from '../../src/http/decode-request.js'
import type { Decoded, HttpRequest } from '../../src/http/exchange.js'
import type { Operation } from '../../src/model/api-model.js'
import { api } from '../support/api.js'

/** The only operation of a document that declares these parameters. */
export async function operationWith(parameters: string, path = '/x', version = '3.1.0'): Promise<Operation> {
  const model = await api(
    `
    paths:
      ${path}:
        get:
          parameters: ${parameters}
          responses: { '200': { description: ok } }
    components:
      schemas:
        Colour: { type: object, properties: { R: { type: integer }, G: { type: integer }, B: { type: integer } } }
        Id: { type: integer, format: int64 }
    `,
    version,
  )
  const [operation] = model.operations
  if (!operation) throw new Error('no operation')
  return operation
}

interface Outcome {
  readonly value: unknown
  readonly rules: readonly string[]
  readonly decoded: Decoded
}

/** What an operation's first parameter is read as. */
export function outcome(operation: Operation, sent: HttpRequest, pathValue?: string): Outcome {
  const [parameter] = operation.parameters
  if (!parameter) throw new Error('no parameter')
  const pathValues = new Map(pathValue === undefined ? [] : [[parameter.name, pathValue]])
  const decoded = decodeRequest(operation, sent, pathValues)
  return {
    value: decoded.params[parameter.in][parameter.name],
    rules: checkRequest(operation, decoded).map(({ rule }) => rule),
    decoded,
  }
}
