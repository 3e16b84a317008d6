import type { Control } from '../../src/resources/query-controls.js'
import type { Call } from './behaviour.js'
import { memberAt } from './member.js'

/** What a client said where a control stands; undefined when it said nothing. */
export function inputOf(control: Control | undefined, call: Call): unknown {
  if (!control) return undefined
  if (control.in === 'body') return memberAt(call.body, control.at)
  return call.params.query[control.at[0] ?? '']
}
