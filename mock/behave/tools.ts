import type { Random } from '../../src/base/random.js'
import type { ApiModel } from '../../src/model/api-model.js'
import type { Schema } from '../../src/model/schema.js'
import type { ResourcePlan } from '../../src/resources/resource-plan.js'

/** What making and showing an entity takes: the document and values for it. The state is not looked at. */
export interface Tools {
  readonly model: ApiModel
  readonly plan: ResourcePlan
  /** A value that the schema accepts in answers; the same for the same label. */
  generate(schema: Schema, label: string): unknown
  /** The same, but one of a few: for what need not differ from item to item. Never to be changed. */
  sample(schema: Schema, label: string): unknown
  readonly random: Random
}
