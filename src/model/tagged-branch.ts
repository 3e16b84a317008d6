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
  const name = nameIn(reference)
  // OpenAPI 3.1.1 Discriminator Object: the name that counts is the one that a branch is listed by; behind it may be another.
  return (
    branches.find(({ ref }) => ref !== undefined && (ref === reference || nameIn(ref) === name)) ??
    branches.find(({ target }) => target?.name === name)
  )
}

function nameIn(reference: string): string {
  return reference.replace(/^.*\//, '').replace(/\.(json|ya?ml)$/, '')
}
