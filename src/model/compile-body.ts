import { own } from '../base/json.js'
import { pointerTo } from '../base/json-pointer.js'
import type { BodySpec, Method } from './api-model.js'
import { compileContent } from './compile-content.js'
import { booleanMember, readPart, reportDocument, type Part, type Source } from './part.js'

/** OpenAPI 3.0.4 Operation Object: where HTTP is vague about bodies, `requestBody` SHALL be ignored. */
const VAGUE_IN_3_0 = new Set(['GET', 'HEAD', 'DELETE', 'TRACE'])

/** `requestBody` of OpenAPI 3. */
export function compileBody(source: Source, operation: Part, method: Method): BodySpec | undefined {
  const value = own(operation.node, 'requestBody')
  if (value === undefined || value === null) return undefined
  const at = pointerTo(operation.at, 'requestBody')
  const vague = source.document.declared === '3.0' && VAGUE_IN_3_0.has(method)
  if (vague && method !== 'DELETE') {
    const message = `request body of a ${method} operation: OpenAPI 3.0 ignores it, and so does this model`
    reportDocument(source, 'document/body-on-get', at, message, 'Declare openapi: 3.1.0, or use another method.')
    return undefined
  }
  const part = readPart(source, value, at, 'request body')
  if (!part) return undefined
  // Many 3.0 documents delete in bulk by a body: it is read and checked when it is sent, and never demanded.
  if (vague) {
    const message =
      'request body of a DELETE operation: OpenAPI 3.0 ignores it; it is checked when sent and not required'
    reportDocument(source, 'document/body-on-get', at, message, 'Declare openapi: 3.1.0.', 'hint')
  }
  return {
    required: (booleanMember(source, part, 'required') ?? false) && !vague,
    content: compileContent(source, part),
    at: part.at,
  }
}
