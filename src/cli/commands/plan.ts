import { loadDocument } from '../../document/load-document.js'
import { compileModel } from '../../model/compile-model.js'
import { describePlan, reportPlan } from '../../resources/describe-plan.js'
import { planResources } from '../../resources/plan-resources.js'
import { DEFAULT_DOCUMENT, loadOptions, type DocumentFlags } from '../document-flags.js'

export interface PlanFlags extends DocumentFlags {
  readonly json: boolean
}

/** Prints what each operation does to which collection, and why. */
export async function plan(document = DEFAULT_DOCUMENT, flags: PlanFlags): Promise<void> {
  const model = compileModel(await loadDocument(document, loadOptions(flags)))
  const resources = planResources(model)
  process.stdout.write(
    flags.json ? `${JSON.stringify(reportPlan(resources), null, 2)}\n` : `${describePlan(resources)}\n`,
  )
}
