/** Google's AIP-134: `?updateMask=displayName,labels` changes these members of what is sent and no others. */
import { isRecord } from '../../src/base/json.js'
import type { Operation } from '../../src/model/api-model.js'
import { plain } from '../../src/resources/words.js'
import type { Call } from './behaviour.js'
import { copyOf } from './member.js'

/** What of a body is meant by the mask that a call names; all of it where it names none, or the operation declares none. */
export function createMask(operation: Operation): (body: unknown, call: Call) => unknown {
  const mask = operation.parameters.find(
    (parameter) => parameter.in === 'query' && /^(update|field)masks?$/.test(plain(parameter.name)),
  )
  if (!mask) return (body) => body
  return (body, call) => {
    const asked = call.params.query[mask.name]
    const paths = (Array.isArray(asked) ? asked : [asked]).flatMap((each) =>
      typeof each === 'string' ? each.split(',') : [],
    )
    if (!isRecord(body) || paths.length === 0 || paths.includes('*')) return body
    const names = new Set(paths.map((path) => plain(path.split('.')[0] ?? '')))
    return copyOf(Object.entries(body).filter(([name]) => names.has(plain(name))))
  }
}
