import type { Operation, Parameter, ParameterIn } from '../model/api-model.js'
import { parsePathTemplate, splitKey } from '../model/path-template.js'
import { encodeBody, wireMediaType } from './encode-body.js'
import { encodeParameter } from './encode-parameter.js'
import type { HttpRequest } from './exchange.js'
import { readPairs } from './path-key.js'

/** Values of a request, not yet written in any style. */
export interface RequestValues {
  readonly params: Readonly<Record<ParameterIn, Readonly<Record<string, unknown>>>>
  /** Undefined: none is sent. */
  readonly body: unknown
  /** True when `body` is already the text on the wire. */
  readonly serialized?: boolean
  /** As declared. */
  readonly mediaType: string | undefined
  /** Name → value in lower case, beside the declared headers: credentials, Accept. */
  readonly headers?: Readonly<Record<string, string>>
  /** Added to the query as they are: 'api_key=x'. */
  readonly query?: string
}

/** Writes values as the operation declares them: the inverse of decoding a request. */
export function composeRequest(operation: Operation, values: RequestValues, basePath = ''): HttpRequest {
  const { headers, body } = composeBody(operation, values)
  return {
    method: operation.method,
    path: basePath + composePath(operation, values),
    query: [...composeQuery(operation, values), ...(values.query === undefined ? [] : [values.query])].join('&'),
    headers: { ...composeHeaders(operation, values), ...headers, ...values.headers },
    body,
  }
}

function composePath({ path, template: whole, parameters }: Operation, { params }: RequestValues): string {
  const key = splitKey(path)
  const template = key.path === path ? whole : parsePathTemplate(key.path)
  const text = (name: string) => {
    const parameter = parameters.find((each) => each.in === 'path' && each.name === name)
    const value = params.path[name]
    return parameter ? encodeParameter(parameter, value) : encodeURIComponent(String(value))
  }
  const segments = template.segments.map(({ parts }) =>
    parts.map((part) => (part.kind === 'text' ? part.text : text(part.name))).join(''),
  )
  return `/${segments.join('/')}`
}

function composeQuery(operation: Operation, values: RequestValues): string[] {
  return pairsOfKey(operation, values)
    .concat(written(operation, values, 'query'), written(operation, values, 'querystring'))
    .filter((text) => text !== '')
}

/**
 * What the key of `paths` demands of the query ('/x?action=y'), or says of it in a fragment, where no parameter says it.
 * A callback's key is a runtime expression, of which whoever sends it makes the URL.
 */
function pairsOfKey({ path, parameters }: Operation, { params }: RequestValues): string[] {
  if (!path.startsWith('/')) return []
  const { query, fragment } = splitKey(path)
  const hints = readPairs(fragment).filter(({ value }) => value !== undefined)
  return [...readPairs(query), ...hints]
    .filter(({ name }) => !parameters.some((each) => isSaidBy(each, name, params)))
    .map(({ name, value, parameter }) => {
      const said = parameter === undefined ? value : String(params.path[parameter])
      return said === undefined ? encodeURIComponent(name) : `${encodeURIComponent(name)}=${encodeURIComponent(said)}`
    })
}

function isSaidBy(parameter: Parameter, name: string, params: RequestValues['params']): boolean {
  if (parameter.in === 'query') return parameter.name === name && Object.hasOwn(params.query, name)
  const isNamed = parameter.name.toLowerCase() === name.toLowerCase()
  return parameter.in === 'header' && isNamed && Object.hasOwn(params.header, parameter.name)
}

function composeHeaders(operation: Operation, values: RequestValues): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [parameter, value] of given(operation, values, 'header'))
    headers[parameter.name.toLowerCase()] = encodeParameter(parameter, value)
  const cookies = written(operation, values, 'cookie')
  if (cookies.length > 0) headers['cookie'] = cookies.join('; ')
  return headers
}

function written(operation: Operation, values: RequestValues, location: ParameterIn): string[] {
  return given(operation, values, location).map(([parameter, value]) => encodeParameter(parameter, value))
}

function given(
  { parameters }: Operation,
  { params }: RequestValues,
  location: ParameterIn,
): (readonly [Parameter, unknown])[] {
  return parameters
    .filter((parameter) => parameter.in === location && Object.hasOwn(params[location], parameter.name))
    .map((parameter) => [parameter, params[location][parameter.name]] as const)
}

function composeBody({ body }: Operation, values: RequestValues): Pick<HttpRequest, 'headers' | 'body'> {
  const { mediaType } = values
  if (values.body === undefined || mediaType === undefined) return { headers: {}, body: new Uint8Array(0) }
  const spec = body?.content.find(({ declared }) => declared === mediaType)
  const concrete = mediaType.includes('*') ? 'application/json' : mediaType
  const encoded = values.serialized ? String(values.body) : encodeBody(values.body, concrete, spec)
  return {
    headers: { 'content-type': wireMediaType(concrete) },
    body: typeof encoded === 'string' ? new TextEncoder().encode(encoded) : encoded,
  }
}
