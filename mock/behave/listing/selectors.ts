/** The selectors of Kubernetes, which others have taken over: `labelSelector=app=web,tier notin (db),!old`. */
import type { Collection } from '../../../src/resources/collection.js'
import { memberSchema } from '../../../src/resources/identity.js'
import type { QueryControls } from '../../../src/resources/query-controls.js'
import type { Call } from '../behaviour.js'
import { textOf } from './compare.js'
import type { Test } from './filter-expression.js'
import { inputOf } from '../input-of.js'
import { memberAt } from '../member.js'

/** What a client could send is longer than any selector that means something. */
const LONGEST = 4096

export function selectorTests({ labels, members }: QueryControls, call: Call, collection: Collection): Test[] {
  const { entity } = collection.details
  const labelled = [['metadata', 'labels'], ['labels']].find((at) => entity && memberSchema(entity, at))
  const ofLabels = labelled
    ? readSelector(inputOf(labels, call), (item, key) => memberAt(item, [...labelled, key]))
    : []
  return [...ofLabels, ...readSelector(inputOf(members, call), (item, key) => memberAt(item, key.split('.')))]
}

type Look = (item: unknown, key: string) => unknown

/** None where one of the requirements cannot be read. */
function readSelector(selector: unknown, look: Look): Test[] {
  if (typeof selector !== 'string' || selector.trim() === '' || selector.length > LONGEST) return []
  const tests = selector.split(/,(?![^(]*\))/).map((text) => readRequirement(text.trim(), look))
  return tests.every((test) => test !== undefined) ? tests : []
}

function readRequirement(text: string, look: Look): Test | undefined {
  const [, absent, present = ''] = /^(!)?\s*([\w./-]+)$/.exec(text) ?? []
  if (present !== '') return (item) => (look(item, present) === undefined) === (absent !== undefined)
  const [, key = '', not, value = ''] = /^([\w./-]+)\s*(?:==?|(!)=)\s*([^\s()]*)$/.exec(text) ?? []
  if (key !== '') return oneOf(key, [value], not !== undefined, look)
  const [, set = '', out, values = ''] = /^([\w./-]+)\s+(?:in|(notin))\s*\(([^()]*)\)$/.exec(text) ?? []
  const listed = values.split(',').map((each) => each.trim())
  return set === '' ? undefined : oneOf(set, listed, out !== undefined, look)
}

/** What has no such key is none of them. */
function oneOf(key: string, values: readonly string[], isNot: boolean, look: Look): Test {
  return (item) => {
    const found = look(item, key)
    return (found !== undefined && values.includes(textOf(found))) !== isNot
  }
}
