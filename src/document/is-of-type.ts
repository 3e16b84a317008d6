import { isRecord } from '../base/json.js'
import type { FieldType } from './openapi-fields.js'

/** Whether a value has the type that OpenAPI gives a field, as far as its outermost shape goes. */
export function isOfType(type: FieldType, value: unknown): boolean {
  switch (type.kind) {
    case 'any':
      return true
    case 'scalar':
      return typeof value === type.type
    case 'list':
      return Array.isArray(value)
    case 'object':
    case 'map':
    case 'node':
      return isRecord(value)
  }
}
