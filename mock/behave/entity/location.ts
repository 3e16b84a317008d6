import type { HeaderSpec, ResponseSpec } from '../../../src/model/api-model.js'
import { keywordOf } from '../../../src/resources/object-view.js'
import { originOf } from '../../answer/address.js'
import type { Call } from '../behaviour.js'
import { itemPath } from './item-path.js'
import type { Place } from '../shelf/place.js'

export function declaredLocation(response: ResponseSpec | undefined): HeaderSpec | undefined {
  return response?.headers.find(({ name }) => name.toLowerCase() === 'location')
}

/** Where a new item is. RFC 9110 10.2.2: a reference of any form; a format of `uri` wants a whole one. */
export function locationOf(call: Call, place: Place, id: string, declared: HeaderSpec | undefined): string {
  const isWhole = declared?.schema !== undefined && keywordOf(declared.schema, 'format') === 'uri'
  return (isWhole ? originOf(call.request) : '') + basePathOf(call) + itemPath(place, id)
}

/** The server prefix that the client used: what stands before the operation's own path. */
function basePathOf({ request: { path }, operation }: Call): string {
  let end = path.endsWith('/') ? path.replace(/\/+$/, '').length : path.length
  for (const { parts } of operation.template.segments) if (parts.length > 0) end = path.lastIndexOf('/', end - 1)
  return end <= 0 ? '' : path.slice(0, end)
}
