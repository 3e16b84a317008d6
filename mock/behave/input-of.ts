import type { Control } from '../../src/resources/query-inputs.js'
import type { Call } from './behaviour.js'
import { memberAt } from './member.js'

/** What a client said where a control stands; undefined when it said nothing. */
export function inputOf(control: Control | undefined, call: Call): unknown {
  if (!control) return undefined
  if (control.in === 'body') return memberAt(call.body, control.at)
  const [name = '', ...inner] = control.at
  const value = call.params[control.in][name]
  return inner.length === 0 ? value : memberAt(unpacked(value), inner)
}

/** An object or list that is written as JSON inside a text: `["name","DESC"]`. */
export function unpacked(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
