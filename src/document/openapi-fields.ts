import { SHAPES, type ObjectKind } from './openapi-shapes.js'

export type FieldType =
  | { readonly kind: 'scalar'; readonly type: 'string' | 'boolean' | 'number' }
  | { readonly kind: 'any' }
  | { readonly kind: 'object' }
  | { readonly kind: 'node'; readonly of: ObjectKind }
  | { readonly kind: 'list' | 'map'; readonly of: FieldType }

export interface Field {
  readonly required: boolean
  /** The first that fits a value counts. */
  readonly types: readonly FieldType[]
}

const compiled = new Map<ObjectKind, ReadonlyMap<string, Field>>()
const required = new Map<ObjectKind, readonly string[]>()

/** The fields that a kind of object has by name. */
export function fieldsOf(kind: ObjectKind): ReadonlyMap<string, Field> {
  let fields = compiled.get(kind)
  if (!fields) {
    fields = new Map(Object.entries<string>(SHAPES[kind]).map(([name, text]) => [name, parseField(text)]))
    compiled.set(kind, fields)
  }
  return fields
}

/** Their names, for kinds of which a document has hundreds of thousands. */
export function requiredFields(kind: ObjectKind): readonly string[] {
  let names = required.get(kind)
  if (!names) {
    names = [...fieldsOf(kind)].filter(([, field]) => field.required).map(([name]) => name)
    required.set(kind, names)
  }
  return names
}

function parseField(text: string): Field {
  const isRequired = text.endsWith('!')
  return { required: isRequired, types: (isRequired ? text.slice(0, -1) : text).split('|').map(parseType) }
}

function parseType(text: string): FieldType {
  if (text.startsWith('[')) return { kind: 'list', of: parseType(text.slice(1, -1)) }
  if (text.startsWith('{')) return { kind: 'map', of: parseType(text.slice(1, -1)) }
  if (text === 'string' || text === 'boolean' || text === 'number') return { kind: 'scalar', type: text }
  if (text === 'any' || text === 'object') return { kind: text }
  return { kind: 'node', of: text as ObjectKind }
}
