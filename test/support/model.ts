import type { ApiModel, Operation } from '../../src/model/api-model.js'

/** The operation of a model that has one, or the first. */
export function onlyOperation(model: ApiModel): Operation {
  const [operation] = model.operations
  if (!operation) throw new Error('there is no operation')
  return operation
}

/** Rules of the findings so far, in order. */
export function rulesOf(model: ApiModel): string[] {
  return model.findings().map(({ rule }) => rule)
}
