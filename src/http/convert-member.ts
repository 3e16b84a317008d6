import { convertText } from './convert-text.js'
import { decodeJson } from './decode-json.js'
import type { Shape } from './schema-shape.js'

/** As `convertText`, for a value inside another, for which styles have no form: an object or a list stands there as JSON. */
export function convertMember(text: string, shape: Shape): unknown {
  if (shape.mayBeScalar || !((shape.mayBeObject && text.startsWith('{')) || (shape.mayBeArray && text.startsWith('['))))
    return convertText(text, shape)
  const value = decodeJson(text, ignore, shape)
  return value === undefined ? text : value
}

function ignore(): void {
  // Text that is no JSON stays text, and its schema says what it should have been.
}
