import type { Operation } from '../../src/model/api-model.js'
import { declares } from '../../src/resources/success.js'
import type { Entity } from '../state/store.js'
import type { Call, Problem } from './behaviour.js'
import { preconditionFailed } from './problems.js'

/** Conditional requests (RFC 9110 13), where the document declares them. */
export interface Preconditions {
  /** The headers of an answer that shows this entity, for the caller to add to. */
  headers(entity: Entity): Record<string, string>
  /** 412 when If-Match or If-None-Match rules a write out; undefined when it may go on. */
  refuse(call: Call, entity: Entity | undefined): Problem | undefined
  /** 412 when If-Match rules a read or an action out. */
  refuseStale(call: Call, entity: Entity): Problem | undefined
  /** The client has this version already. */
  isUnmodified(call: Call, entity: Entity): boolean
}

export function createPreconditions(operation: Operation): Preconditions {
  const named = (name: string): boolean =>
    operation.parameters.some((parameter) => parameter.in === 'header' && parameter.name.toLowerCase() === name)
  const showsTag = operation.responses.some(({ headers }) => headers.some(({ name }) => name.toLowerCase() === 'etag'))
  const matches = showsTag || declares(operation, 412) || named('if-match')
  const revalidates = declares(operation, 304) || named('if-none-match')
  const refuseUnmatched = (call: Call, entity: Entity | undefined): Problem | undefined => {
    const wanted = matches || revalidates ? headerOf(call, 'if-match') : undefined
    if (wanted === undefined || isAmong(wanted, entity, true)) return undefined
    return preconditionFailed(operation, 'If-Match', 'If-Match names another version than the present one')
  }
  return {
    headers: (entity): Record<string, string> => (showsTag || revalidates ? { etag: tagOf(entity) } : {}),
    refuse(call, entity) {
      const stale = refuseUnmatched(call, entity)
      if (stale) return stale
      const unwanted = matches || revalidates ? headerOf(call, 'if-none-match') : undefined
      if (unwanted !== undefined && entity && isAmong(unwanted, entity, false)) {
        return preconditionFailed(operation, 'If-None-Match', 'If-None-Match names the present version')
      }
      return undefined
    },
    refuseStale(call, entity) {
      // RFC 9110 8.8.3: tags are quoted. What is none names no version: a read loses nothing, and an action is
      // another resource than the item, so that no tag of it may be meant.
      return ENTITY_TAG.test(headerOf(call, 'if-match') ?? '') ? refuseUnmatched(call, entity) : undefined
    },
    isUnmodified(call, entity) {
      const known = revalidates || showsTag ? headerOf(call, 'if-none-match') : undefined
      return known !== undefined && isAmong(known, entity, false)
    },
  }
}

const ENTITY_TAG = /"[^"]*"/

function tagOf(entity: Entity): string {
  return `"${entity.version}"`
}

/** RFC 9110 13.1.1: If-Match compares strongly, so a weak tag never fits; If-None-Match compares weakly. */
function isAmong(header: string, entity: Entity | undefined, strong: boolean): boolean {
  if (header.trim() === '*') return entity !== undefined
  if (!entity) return false
  const tags = header.match(/(W\/)?"[^"]*"/g) ?? []
  return tags.some((tag) => (strong ? tag : tag.replace(/^W\//, '')) === tagOf(entity))
}

function headerOf({ request }: Call, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : value?.join(', ')
}
