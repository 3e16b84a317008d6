/** Google's AIP-134: `?updateMask=displayName,address.city` changes these members and no others. */
import { isRecord, own, type JsonObject } from '../../../src/base/json.js'
import type { Operation } from '../../../src/model/api-model.js'
import { plain } from '../../../src/resources/words.js'
import type { Call } from '../behaviour.js'
import { copyOf, objectOf } from '../member.js'

/** The change that is meant by what was sent. */
export type Mask = (sent: unknown, before: JsonObject, call: Call) => unknown

/** All that was sent is meant where a call names nothing, or the operation declares no mask. */
export function createMask(operation: Operation): Mask {
  const mask = operation.parameters.find(
    (parameter) => parameter.in === 'query' && /^(update|field)masks?$/.test(plain(parameter.name)),
  )
  if (!mask) return (sent) => sent
  return (sent, before, call) => {
    const asked = call.params.query[mask.name]
    const paths = (Array.isArray(asked) ? asked : [asked]).flatMap((each) =>
      typeof each === 'string' && each !== '' ? each.split(',') : [],
    )
    if (!isRecord(sent) || paths.length === 0 || paths.includes('*')) return sent
    return meant(
      sent as JsonObject,
      before,
      paths.map((path) => path.trim().split('.').map(plain)),
    )
  }
}

/** As a merge patch: what a path names and nobody sent is taken away, for Protocol Buffers send nothing of what is empty. */
function meant(sent: JsonObject, before: JsonObject, paths: readonly (readonly string[])[]): JsonObject {
  const below = new Map<string, (readonly string[])[]>()
  for (const [name = '', ...rest] of paths) {
    const known = below.get(name)
    if (known) known.push(rest)
    else below.set(name, [rest])
  }
  const names = new Set([...Object.keys(before), ...Object.keys(sent)])
  return copyOf(
    [...names].flatMap((name) => {
      const inner = below.get(plain(name))
      if (!inner) return []
      const [said, held] = [own(sent, name), own(before, name)]
      const isWhole = inner.some(({ length }) => length === 0) || !(isRecord(said) || isRecord(held))
      return [[name, isWhole ? (said ?? null) : meant(objectOf(said) ?? {}, objectOf(held) ?? {}, inner)] as const]
    }),
  )
}
