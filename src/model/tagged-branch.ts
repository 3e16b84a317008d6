import { isRecord, own } from '../base/json.js'
import type { Schema } from './schema.js'

/** The branch that a value's tag names by the `discriminator` of a schema; undefined when it names none. */
export function taggedBranch<Branch extends Schema>(
  schema: Schema,
  branches: readonly Branch[],
  value: unknown,
): Branch | undefined {
  const { discriminator } = schema.node
  if (!isRecord(discriminator) || !isRecord(value)) return undefined
  const property = discriminator['propertyName']
  const tag = typeof property === 'string' ? own(value, property) : undefined
  if (typeof tag !== 'string') return undefined
  const mapping = discriminator['mapping']
  const mapped = isRecord(mapping) ? own(mapping, tag) : undefined
  const reference = typeof mapped === 'string' ? mapped : tag
  const name = reference.replace(/^.*\//, '').replace(/\.(json|ya?ml)$/, '')
  return branches.find(({ ref, target }) => ref === reference || target?.name === name)
}
