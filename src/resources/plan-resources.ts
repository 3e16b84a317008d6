import { once } from '../base/once.js'
import type { ApiModel, Operation } from '../model/api-model.js'
import { detailsOf } from './collection-details.js'
import { buildGraph, type Site } from './collection-graph.js'
import { decideRole, isRoleKind, viewRole } from './decide-role.js'
import { declareCollections, type Declaration } from './declare-collections.js'
import { isCalledWithId } from './guess-remote-calls.js'
import { collectionKey, isOverruled, overruleOf, type Overrule, type PlanHints } from './overrule.js'
import { overruledRole } from './overruled-role.js'
import type { Collection } from './collection.js'
import { findViews } from './find-views.js'
import { linkedId } from './linked-id.js'
import { planRemoteCalls } from './plan-remote-calls.js'
import type { ResourcePlan } from './resource-plan.js'
import type { Role } from './role.js'

/**
 * Works out what each operation does to which collection. Paths and schemas are read when a role is asked for.
 * @param hints what a configuration says of operations, before the document's own `x-lockstep`
 */
export function planResources(model: ApiModel, hints: PlanHints = {}): ResourcePlan {
  const { operations } = model
  const overrule = (operation: Operation): Overrule => overruleOf(model, operation, hints)
  const describe = (facts: Omit<Collection, 'details'>) =>
    detailsOf(
      facts,
      (operation) => overrule(operation).id,
      () => linkedId(model, facts),
      () => (facts.kind === 'items' && facts.idParameter !== undefined ? views.creatorsOf(facts)[0] : undefined),
      () => facts.kind === 'items' && views.isPutIn(facts),
    )
  const graph = buildGraph(operations, describe)
  const views = findViews(operations, graph)
  const onPaths = once(() => new Map(graph.collections().map((each) => [collectionKey(each.path), each])))
  const declared = once(() =>
    declareCollections(declarationsIn(operations, overrule), (key) => onPaths().get(key), describe),
  )
  const known = (key: string): Collection | undefined => onPaths().get(key) ?? declared().get(key)
  const remote = once(() => {
    const isTaken = (operation: Operation, resource: string): boolean =>
      isOverruled(overrule(operation)) || onPaths().has(collectionKey(resource))
    return planRemoteCalls(operations, graph, isTaken, (calls) => declareCollections(calls, known, describe))
  })
  const all = once(() => [...graph.collections(), ...declared().values(), ...remote().collections])
  const roles = new Map<Operation, Role>()
  return {
    get collections() {
      return all()
    },
    operations,
    roleOf(operation) {
      const known = roles.get(operation)
      if (known) return known
      const role = decide(operation)
      roles.set(operation, role)
      return role
    },
  }

  function decide(operation: Operation): Role {
    const said = overrule(operation)
    const site = graph.siteOf(operation)
    const role = isOverruled(said)
      ? overruledRole(operation, said, site, {
          at: (path) => known(collectionKey(path)),
          all: () => [...onPaths().values(), ...declared().values()],
        })
      : decideUntold(operation, site)
    return said.wrong.length === 0 ? role : { ...role, reasons: [...role.reasons, ...said.wrong] }
  }

  function decideUntold(operation: Operation, site: Site | undefined): Role {
    const called = site && !isCalledWithId(operation) ? undefined : remote().roles.get(operation)
    if (called) return called
    const view = views.of(operation, site)
    const viewed = view && viewRole(operation, view)
    if (viewed) return viewed
    const role = decideRole(operation, site)
    const all = role.kind === 'stateless' ? views.everywhere(operation) : undefined
    return (all && viewRole(operation, all)) ?? role
  }
}

function declarationsIn(
  operations: readonly Operation[],
  overrule: (operation: Operation) => Overrule,
): readonly Declaration[] {
  return operations.flatMap((operation) => {
    const { resource, role, by } = overrule(operation)
    return resource !== undefined && isRoleKind(role) && role !== 'stateless' ? [{ operation, resource, role, by }] : []
  })
}
