import type { Operation, Parameter, ParameterIn } from '../model/api-model.js'
import { encodeBody, wireMediaType } from './encode-body.js'
import { encodeParameter } from './encode-parameter.js'
import type { HttpRequest } from './exchange.js'

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

function composePath({ template, parameters }: Operation, { params }: RequestValues): string {
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
  return written(operation, values, 'query')
    .concat(written(operation, values, 'querystring'))
    .filter((text) => text !== '')
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
