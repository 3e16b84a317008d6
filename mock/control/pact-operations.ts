import { answer, problem, type ControlContext, type Operations } from './control-context.js'

export function pactOperations(_: ControlContext): Operations {
  return { changePactState: () => answer({}) ?? problem(422, '') }
}
