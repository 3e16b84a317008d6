import type { ResourcePlan } from './resource-plan.js'
import type { Role, RoleKind } from './role.js'

/** One operation's line, for programs. */
export interface PlanEntry {
  readonly operation: string
  readonly method: string
  readonly path: string
  readonly role: RoleKind
  /** Path template; undefined for stateless operations. */
  readonly collection: string | undefined
  readonly reasons: readonly string[]
}

export interface PlanReport {
  readonly collections: readonly CollectionEntry[]
  readonly operations: readonly PlanEntry[]
}

export interface CollectionEntry {
  readonly path: string
  readonly kind: 'items' | 'singleton'
  readonly parent: string | undefined
  /** Member that carries the id, dotted. */
  readonly id: string | undefined
  readonly existence: 'strict' | 'lenient' | 'until-created'
  /** Members that the server sets, dotted. */
  readonly owned: readonly string[]
}

/** The plan as data, for `lockstep plan --json`. */
export function reportPlan(plan: ResourcePlan): PlanReport {
  const operations = plan.operations.map((operation) => {
    const role = plan.roleOf(operation)
    return {
      operation: operation.id,
      method: operation.method,
      path: operation.path,
      role: role.kind,
      collection: role.kind === 'stateless' ? undefined : role.collection.path,
      reasons: role.reasons,
    }
  })
  const used = new Set(operations.map(({ collection }) => collection))
  const collections = plan.collections
    .filter(({ path }) => used.has(path))
    .map(({ path, kind, parent, details }) => ({
      path,
      kind,
      parent: parent?.path,
      id: details.identity.at?.join('.'),
      existence: details.existence,
      owned: details.owned.map(({ at }) => at.join('.')),
    }))
  return { collections, operations }
}

/** The plan as text: a line for each operation, what it does and why. */
export function describePlan(plan: ResourcePlan): string {
  const rows = plan.operations.map((operation) => {
    const role = plan.roleOf(operation)
    return [`${operation.method} ${operation.path}`, describeRole(role), role.reasons.join('; ')] as const
  })
  const widths = [0, 1].map((column) => Math.min(64, Math.max(0, ...rows.map((row) => (row[column] ?? '').length))))
  return rows
    .map(
      ([operation, role, reasons]) => `${operation.padEnd(widths[0] ?? 0)}  ${role.padEnd(widths[1] ?? 0)}  ${reasons}`,
    )
    .join('\n')
}

function describeRole(role: Role): string {
  return role.kind === 'stateless' ? 'stateless' : `${role.kind} ${role.collection.path}`
}
