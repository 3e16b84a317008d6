import type { Collection } from '../../../src/resources/collection.js'
import type { ResourcePlan } from '../../../src/resources/resource-plan.js'

/** '/instances/69/domains' is a key of '/instances/{instanceId}/domains'. */
export function collectionOfKey(plan: ResourcePlan, key: string): Collection | undefined {
  const parts = key === '/' ? [] : key.slice(1).split('/')
  return plan.collections.find(
    ({ segments }) =>
      parts.length === segments.length &&
      segments.every((segment, index) => segment === undefined || segment === parts[index]),
  )
}
