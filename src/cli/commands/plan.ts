import { describePlan, reportPlan } from '../../resources/describe-plan.js'
import { planResources } from '../../resources/plan-resources.js'
import { DEFAULT_DOCUMENT, type DocumentFlags } from '../document-flags.js'
import { loadModel } from '../load-model.js'

export interface PlanFlags extends DocumentFlags {
  readonly json: boolean
}

/** Prints what each operation does to which collection, and why. */
export async function plan(document = DEFAULT_DOCUMENT, flags: PlanFlags): Promise<void> {
  const model = await loadModel(document, flags)
  const resources = planResources(model)
  process.stdout.write(
    flags.json ? `${JSON.stringify(reportPlan(resources), null, 2)}\n` : `${describePlan(resources)}\n`,
  )
}
