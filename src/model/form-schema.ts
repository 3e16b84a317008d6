import { pointerTo, ROOT, type JsonPointer } from '../base/json-pointer.js'
import { isRecord, own } from '../base/json.js'
import { describeValue } from '../base/text.js'
import type { Direction, Schema, SchemaIssue } from './schema.js'

export interface FormField {
  readonly name: string
  readonly required: boolean
  readonly schema: Schema
  /** `type: file`: any bytes will do. */
  readonly file: boolean
  /** `allowEmptyValue`, as written. */
  readonly mayBeEmpty: boolean | undefined
  readonly at: JsonPointer
}

/** The schema of a Swagger 2.0 form: an object that stands nowhere in the document, made of its `formData` parameters. */
export function createFormSchema(fields: readonly FormField[], at: JsonPointer): Schema {
  const byName = new Map(fields.map((field) => [field.name, field]))
  const required = fields.filter((field) => field.required).map(({ name }) => name)

  function issues(value: unknown, direction: Direction): readonly SchemaIssue[] {
    if (!isRecord(value)) {
      return [{ at: ROOT, spec: at, keyword: 'type', message: `expected object, got ${describeValue(value)}` }]
    }
    return fields.flatMap((field) => fieldIssues(field, own(value, field.name), direction)).slice(0, MOST_ISSUES)
  }

  return {
    at,
    node: required.length > 0 ? { type: ['object'], required } : { type: ['object'] },
    ref: undefined,
    target: undefined,
    name: undefined,
    child: (keyword, key) => (keyword === 'properties' ? byName.get(String(key))?.schema : undefined),
    keys: (keyword) => (keyword === 'properties' ? [...byName.keys()] : []),
    list: () => [],
    effort: 0,
    issues,
    accepts: (value, direction) => issues(value, direction).length === 0,
  }
}

/** As `Schema.issues` promises. */
const MOST_ISSUES = 100

function fieldIssues(field: FormField, value: unknown, direction: Direction): readonly SchemaIssue[] {
  if (value === undefined) {
    if (!field.required) return []
    return [{ at: ROOT, spec: field.at, keyword: 'required', message: `expected property ${field.name}, found none` }]
  }
  if (field.file) return []
  const inside = pointerTo(ROOT, field.name)
  if (value === '' && field.mayBeEmpty === true) return []
  if (value === '' && field.mayBeEmpty === false) {
    const message = 'expected a value (allowEmptyValue: false), got none'
    return [{ at: inside, spec: pointerTo(field.at, 'allowEmptyValue'), keyword: 'minLength', message }]
  }
  return field.schema.issues(value, direction).map((issue) => ({ ...issue, at: `${inside}${issue.at}` as JsonPointer }))
}
