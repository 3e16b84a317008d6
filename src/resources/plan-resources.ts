import type { ApiModel, Operation } from '../model/api-model.js'
import { detailsOf } from './collection-details.js'
import { buildGraph } from './collection-graph.js'
import { decideRole } from './decide-role.js'
import type { ResourcePlan } from './resource-plan.js'
import type { Role } from './role.js'

/** Works out what each operation does to which collection. Paths are read at once, schemas when a role is asked for. */
export function planResources(model: ApiModel): ResourcePlan {
  const { collections, siteOf } = buildGraph(model.operations, detailsOf)
  const roles = new Map<Operation, Role>()
  return {
    collections,
    operations: model.operations,
    roleOf(operation) {
      const known = roles.get(operation)
      if (known) return known
      const role = decideRole(operation, siteOf.get(operation))
      roles.set(operation, role)
      return role
    },
  }
}
