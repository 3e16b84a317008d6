import type { Random } from '../../base/random.js'
import type { Router } from '../../http/create-router.js'
import type { Operation } from '../../model/api-model.js'
import type { ResourcePlan } from '../../resources/resource-plan.js'
import type { Role } from '../../resources/role.js'
import type { Sample } from './sample.js'
import type { Thing } from './things-on-path.js'

export interface CaseOptions {
  /** Same seed, same cases. */
  readonly seed?: string
  /** Invalid requests for each operation, at most; default 5. */
  readonly maxInvalid?: number
  /** The provider tells credentials that belong to nobody from others; a mock without personas does not. */
  readonly knowsCallers?: boolean
}

/** What the causes of one operation are made from. */
export interface Ground {
  readonly operation: Operation
  readonly role: Role
  readonly things: readonly Thing[]
  readonly plan: ResourcePlan
  readonly router: Router
  readonly random: Random
  /** Valid, as small as can be. */
  readonly minimal: Sample
  readonly options: CaseOptions
}
