import { headerText } from '../../src/http/header-text.js'
import type { Operation } from '../../src/model/api-model.js'
import { declares } from '../../src/resources/success.js'
import { plain } from '../../src/resources/words.js'
import type { Entity } from '../state/store.js'
import type { Call, Problem } from './behaviour.js'
import { preconditionFailed } from './problems.js'

/** Conditional requests (RFC 9110 13), where the document declares them. */
export interface Preconditions {
  /** The headers of an answer that shows this entity, for the caller to add to. */
  headers(entity: Entity): Record<string, string>
  /** 412 when If-Match or If-None-Match rules a write out; undefined when it may go on. */
  refuse(call: Call, entity: Entity | undefined): Problem | undefined
  /** 412 when If-Match alone rules a read or an action out. */
  refuseStale(call: Call, entity: Entity | undefined): Problem | undefined
  /** The client has this version already. */
  isUnmodified(call: Call, entity: Entity): boolean
}

export function createPreconditions(operation: Operation): Preconditions {
  const named = (name: string): boolean =>
    operation.parameters.some((parameter) => parameter.in === 'header' && parameter.name.toLowerCase() === name)
  const showsTag = operation.responses.some(({ headers }) => headers.some(({ name }) => name.toLowerCase() === 'etag'))
  const matches = showsTag || declares(operation, 412) || named('if-match')
  const revalidates = declares(operation, 304) || named('if-none-match')
  const refuseStale = (call: Call, entity: Entity | undefined): Problem | undefined => {
    const wanted = matches || revalidates ? headerText(call.request.headers, 'if-match') : undefined
    if (wanted === undefined || !isStale(wanted, entity)) return undefined
    return preconditionFailed(operation, 'If-Match', 'If-Match names another version than the present one')
  }
  return {
    headers: (entity): Record<string, string> => (showsTag || revalidates ? { etag: tagOf(entity) } : {}),
    refuse(call, entity) {
      const stale = refuseStale(call, entity)
      if (stale) return stale
      const unwanted = matches || revalidates ? headerText(call.request.headers, 'if-none-match') : undefined
      if (unwanted !== undefined && entity && isAmong(unwanted, entity)) {
        return preconditionFailed(operation, 'If-None-Match', 'If-None-Match names the present version')
      }
      return undefined
    },
    refuseStale,
    isUnmodified(call, entity) {
      const known = revalidates || showsTag ? headerText(call.request.headers, 'if-none-match') : undefined
      return known !== undefined && isAmong(known, entity)
    },
  }
}

function tagOf(entity: Entity): string {
  return `"${entity.version}"`
}

/** RFC 9110 13.1.1: compared strongly, so a weak tag never fits. */
function isStale(header: string, entity: Entity | undefined): boolean {
  if (header.trim() === '*') return entity === undefined
  const tags = tagsIn(header)
  if (tags.length > 0) return !entity || !tags.includes(tagOf(entity))
  return entity !== undefined && isEarlier(header.trim(), entity)
}

/**
 * RFC 9110 8.8.3: tags are quoted, and what is none names no version. But some APIs have them without quotes: an earlier one
 * is known by its number, unless it is what the entity itself shows as its tag.
 */
function isEarlier(text: string, { version, value }: Entity): boolean {
  if (!/^\d{1,15}$/.test(text) || Number(text) >= version) return false
  return !Object.entries(value).some(
    ([name, shown]) => plain(name) === 'etag' && (shown === text || shown === Number(text)),
  )
}

/** RFC 9110 13.1.2: If-None-Match compares weakly. */
function isAmong(header: string, entity: Entity): boolean {
  if (header.trim() === '*') return true
  return tagsIn(header).some((tag) => tag.replace(/^W\//, '') === tagOf(entity))
}

function tagsIn(header: string): readonly string[] {
  return header.match(/(W\/)?"[^"]*"/g) ?? []
}
