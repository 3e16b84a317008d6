import type { Random } from '../../src/base/random.js'
import { generateHeader } from '../../src/generate/generate-header.js'
import { encodeHeader } from '../../src/http/encode-parameter.js'
import type { HeaderMap } from '../../src/http/exchange.js'
import type { HeaderSpec, ResponseSpec } from '../../src/model/api-model.js'

type Headers = Record<string, string | readonly string[]>

/** Never generated: an invented value would send the client astray, or claim something about the state. */
const NEVER_INVENTED = new Set([
  'link',
  'location',
  'content-location',
  'etag',
  'last-modified',
  'set-cookie',
  'retry-after',
])
/** Set by the server itself (RFC 9110 7.6.1, 8.6), never taken from the document. */
const OWN = new Set([
  'content-type',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'upgrade',
  'trailer',
  'te',
  'date',
  'content-encoding',
])

const cache = new WeakMap<ResponseSpec, Map<'all' | 'needed', Headers>>()

/**
 * The headers that a response declares, generated, with those that are given laid over them. 'needed': only required ones
 * and those whose value the document says; 'all': every one, as for an answer that is an example as a whole.
 */
export function declaredHeaders(
  response: ResponseSpec,
  which: 'all' | 'needed',
  given: HeaderMap,
  random: Random,
): HeaderMap {
  if (response.headers.length === 0) return given
  let kinds = cache.get(response)
  if (!kinds) cache.set(response, (kinds = new Map<'all' | 'needed', Headers>()))
  let made = kinds.get(which)
  if (!made) kinds.set(which, (made = makeHeaders(response, which, random)))
  // Not by a spread: what is added to one gives each its own hidden class (see copyToAddTo).
  return Object.assign({}, made, given)
}

function makeHeaders(response: ResponseSpec, which: 'all' | 'needed', random: Random): Headers {
  const headers: Headers = {}
  for (const spec of response.headers) {
    const name = spec.name.toLowerCase()
    if (OWN.has(name) || !isWanted(spec, name, which, response.key.startsWith('3'))) continue
    const { value } = generateHeader(spec, { direction: 'response', random: random.fork(`header ${name}`) })
    if (value !== undefined) headers[name] = encodeHeader(spec, value)
  }
  return headers
}

function isWanted(spec: HeaderSpec, name: string, which: 'all' | 'needed', isRedirect: boolean): boolean {
  if (spec.required) return true
  // RFC 9110 15.4: a redirect without Location leads nowhere.
  if (NEVER_INVENTED.has(name)) return which === 'all' && (saysValue(spec) || (isRedirect && name === 'location'))
  return which === 'all' || saysValue(spec)
}

/** Whether the document itself says what the header holds. */
function saysValue({ examples, content, schema }: HeaderSpec): boolean {
  if (examples.length > 0 || (content !== undefined && content.examples.length > 0)) return true
  const node = (schema?.target ?? schema)?.node ?? {}
  return ['example', 'examples', 'default', 'const'].some((keyword) => node[keyword] !== undefined)
}
