import { answer, problem, type ControlContext, type Operations } from './control-context.js'

export function pactOperations(control: ControlContext): Operations {
  return { changePactState: () => (control.prefix === '' ? problem(422, '') : answer({})) }
}
