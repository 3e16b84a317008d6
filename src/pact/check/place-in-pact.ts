import type { Where } from '../../base/finding.js'
import { pointerTo, type JsonPointer } from '../../base/json-pointer.js'
import type { PactHeaders } from '../pact.js'
import type { ReadInteraction } from '../read-pact.js'

/** Where in the pact file stands what a finding speaks of. */
export function placeInPact(
  { side, in: part, name, pointer = '' as JsonPointer }: Where,
  read: ReadInteraction,
): JsonPointer {
  const { at, interaction, requestBodyAt, responseBodyAt } = read
  const inside = (base: JsonPointer) => (base + pointer) as JsonPointer
  switch (part) {
    case 'body':
      return inside(side === 'response' ? responseBodyAt : requestBodyAt)
    case 'method':
      return pointerTo(at, 'request', 'method')
    case 'url':
    case 'path':
      return pointerTo(at, 'request', 'path')
    case 'query':
    case 'querystring':
      return name === undefined ? pointerTo(at, 'request', 'query') : pointerTo(at, 'request', 'query', name)
    case 'status':
      return pointerTo(at, 'response', 'status')
    case 'header':
      return side === 'response'
        ? headerAt(pointerTo(at, 'response', 'headers'), interaction.response.headers, name)
        : headerAt(pointerTo(at, 'request', 'headers'), interaction.request.headers, name)
    case 'cookie':
      return headerAt(pointerTo(at, 'request', 'headers'), interaction.request.headers, 'cookie')
    case 'security':
      return pointerTo(at, 'request')
    case 'document':
      return at
  }
}

function headerAt(base: JsonPointer, headers: PactHeaders | undefined, name = ''): JsonPointer {
  const written = Object.keys(headers ?? {}).find((key) => key.toLowerCase() === name.toLowerCase())
  return written === undefined ? base : pointerTo(base, written)
}
