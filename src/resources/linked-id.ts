import { decodeOrKeep } from '../base/decode-or-keep.js'
import { isRecord, own } from '../base/json.js'
import { pointerKeys, pointerTo, valueAt, type JsonPointer } from '../base/json-pointer.js'
import type { ApiModel, Operation } from '../model/api-model.js'
import { templateParameters } from '../model/path-template.js'
import type { Collection } from './collection.js'
import { entityIn } from './envelope.js'
import { bodySchemaOf, successOf } from './success.js'

/**
 * The member that a link of the create hands on to the operations on an item (OpenAPI Link Object): with `id:
 * $response.body#/data/number` it is 'number', where the thing stands in 'data'.
 */
export function linkedId(model: ApiModel, facts: Omit<Collection, 'details'>): readonly string[] | undefined {
  const { create, otherCreates, read, replace, patch, remove } = facts.members
  const targets = [read, replace, patch, remove].filter((operation) => operation !== undefined)
  for (const creates of [create, ...otherCreates]) {
    for (const link of creates ? linksOf(model, creates) : []) {
      const target = targets.find((operation) => isTarget(operation, link))
      const parameters = own(link, 'parameters')
      const name = target && templateParameters(target.template).at(-1)
      if (!creates || name === undefined || !isRecord(parameters)) continue
      const said = own(parameters, name) ?? own(parameters, `path.${name}`)
      const at = typeof said === 'string' ? memberSaid(creates, facts, said) : undefined
      if (at) return at
    }
  }
  return undefined
}

function linksOf({ document }: ApiModel, operation: Operation): Record<string, unknown>[] {
  const { response } = successOf(operation, 'create')
  const node = response && valueAt(document.root, response.at)
  const links = isRecord(node) ? own(node, 'links') : undefined
  if (!response || !isRecord(links)) return []
  return Object.entries(links).flatMap(([name, link]) => {
    const at = pointerTo(response.at, 'links', name)
    const found = isRecord(link) && typeof link['$ref'] === 'string' ? document.resolve(link['$ref'], at)?.node : link
    return isRecord(found) ? [found] : []
  })
}

function isTarget({ id, at }: Operation, link: Record<string, unknown>): boolean {
  const reference = own(link, 'operationRef')
  if (own(link, 'operationId') === id) return true
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return false
  const wanted = decodeOrKeep(reference.slice(1))
  return pointerKeys(wanted as JsonPointer).join('\n') === pointerKeys(at).join('\n')
}

/** '$response.body#/data/id', '$request.body#/name'. */
function memberSaid(
  creates: Operation,
  facts: Omit<Collection, 'details'>,
  said: string,
): readonly string[] | undefined {
  const [, side, pointer] = /^\$(response|request)\.body#(\/.+)$/.exec(said) ?? []
  if (pointer === undefined) return undefined
  const keys = pointerKeys(pointer as JsonPointer)
  const schema = side === 'response' ? successOf(creates, 'create').schema : bodySchemaOf(creates)
  const above = (schema && entityIn(schema, facts)) ?? []
  const isBelow = above.every((name, index) => name === keys[index])
  const at = isBelow ? keys.slice(above.length) : keys
  return at.length > 0 ? at : undefined
}
