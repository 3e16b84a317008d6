import { isRecord } from '../base/json.js'
import { pointerKeys, type JsonPointer } from '../base/json-pointer.js'
import type { Schema } from '../model/schema.js'

/**
 * The tag that a discriminator gives a branch: name of the property and its value.
 * @param branch an entry of oneOf or anyOf; undefined for a parent that its children name in allOf
 * @param names for a parent: components from the child down to the parent itself
 */
export function selectingTag(
  schema: Schema,
  branch: Schema | undefined,
  names: readonly string[] = [],
): readonly [string, string] | undefined {
  const { discriminator } = schema.node
  if (!isRecord(discriminator) || typeof discriminator['propertyName'] !== 'string') return undefined
  const mapping = isRecord(discriminator['mapping']) ? Object.entries(discriminator['mapping']) : []
  const value = branch ? branchTag(branch, mapping) : parentTag(names, mapping)
  return value === undefined ? undefined : [discriminator['propertyName'], value]
}

type Mapping = readonly (readonly [string, unknown])[]

// OpenAPI 3.1.1 'Discriminator Object': without a mapping the component's name is the tag.
function branchTag(branch: Schema, mapping: Mapping): string | undefined {
  const component = branch.target ?? branch
  for (const [tag, to] of mapping) {
    if (
      typeof to === 'string' &&
      (names(to, component.name) || to === `#${component.at}` || leadsTo(to, component.at))
    ) {
      return tag
    }
  }
  return component.name
}

function parentTag(inner: readonly string[], mapping: Mapping): string | undefined {
  for (const name of inner) {
    const found = mapping.find(([, to]) => typeof to === 'string' && names(to, name))
    if (found) return found[0]
  }
  return inner.length > 1 ? inner.at(-2) : (mapping[0]?.[0] ?? inner[0])
}

function names(to: string, component: string | undefined): boolean {
  return (
    component !== undefined &&
    (to === component ||
      to.endsWith(`/${component}`) ||
      to.endsWith(`/${component}.json`) ||
      to.endsWith(`/${component}.yaml`))
  )
}

function leadsTo(to: string, at: JsonPointer): boolean {
  if (!to.startsWith('#/')) return false
  const keys = pointerKeys(to.slice(1) as JsonPointer)
  const wanted = pointerKeys(at)
  return keys.length === wanted.length && keys.every((key, index) => key === wanted[index])
}
