import { isRecord, own } from '../base/json.js'
import type { SchemaAt } from './schema-at.js'

/** The branch that a value's tag names by the `discriminator` of a schema; undefined when it names none. */
export function taggedBranch(schema: SchemaAt, branches: readonly SchemaAt[], value: unknown): SchemaAt | undefined {
  const { discriminator } = schema.node
  if (!isRecord(discriminator) || !isRecord(value)) return undefined
  const property = discriminator['propertyName']
  const tag = typeof property === 'string' ? own(value, property) : undefined
  if (typeof tag !== 'string') return undefined
  const mapping = discriminator['mapping']
  const mapped = isRecord(mapping) ? own(mapping, tag) : undefined
  const reference = typeof mapped === 'string' ? mapped : tag
  return branches.find(({ normal: { ref }, target }) => {
    return ref === reference || target?.name === reference.replace(/^.*\//, '')
  })
}
