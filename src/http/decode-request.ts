import { type Finding, NO_FINDINGS } from '../base/finding.js'
import type { Operation, Parameter, ParameterIn } from '../model/api-model.js'
import { isCredential } from './is-credential.js'
import { createBodyReader, readUndeclared } from './decode-body.js'
import type { Decoded, HttpRequest, ParameterValues, PathValues, UnreadBody } from './exchange.js'
import { createParameterReader, type ParameterSource } from './parameter-reader.js'

const decoders = new WeakMap<Operation, (request: HttpRequest, pathValues: PathValues) => Decoded>()

/** Typed parameters and body of a request, and everything that could not be read. Never throws. */
export function decodeRequest(operation: Operation, request: HttpRequest, pathValues: PathValues): Decoded {
  let decoder = decoders.get(operation)
  if (!decoder) {
    decoder = createDecoder(operation)
    decoders.set(operation, decoder)
  }
  return decoder(request, pathValues)
}

const NO_VALUES: Readonly<Record<string, unknown>> = Object.freeze(emptyValues())

function createDecoder(operation: Operation): (request: HttpRequest, pathValues: PathValues) => Decoded {
  const readers = operation.parameters.map((parameter) => ({
    parameter,
    read: createParameterReader(parameter, operation),
    isDemanded: parameter.required && !isCredential(parameter, operation),
  }))
  const used = new Set<ParameterIn>(operation.parameters.map((parameter) => parameter.in))
  const section = (name: ParameterIn) => (used.has(name) ? emptyValues() : NO_VALUES)
  const mayBeSent = ['POST', 'PUT', 'PATCH'].includes(operation.method)
  const readBody = operation.body ? createBodyReader(operation.body) : mayBeSent ? readUndeclared : undefined

  return (request, pathValues) => {
    const params = {
      path: section('path'),
      query: section('query'),
      header: section('header'),
      cookie: section('cookie'),
      querystring: section('querystring'),
    }
    const findings: Finding[] = []
    const source: ParameterSource = { request, pathValues, query: undefined, cookies: undefined }
    for (const { parameter, read, isDemanded } of readers) {
      const before = findings.length
      const value = read(source, findings)
      if (value !== undefined) params[parameter.in][parameter.name] = value
      else if (isDemanded && findings.length === before) findings.push(missingParameter(parameter))
    }
    if (request.unread) findings.push(unreadBody(request.unread, operation))
    const body = request.unread ? undefined : readBody?.(request, findings)
    return {
      params: params satisfies ParameterValues,
      body: body?.value,
      mediaType: body?.mediaType,
      findings: findings.length === 0 ? NO_FINDINGS : findings,
    }
  }
}

/** Without a prototype, so that no name of a parameter means something else. */
function emptyValues(): Record<string, unknown> {
  return { __proto__: null }
}

function unreadBody({ rule, message }: UnreadBody, operation: Operation): Finding {
  const where = { side: 'request', in: 'body' } as const
  return { rule, severity: 'error', blame: 'client', message, where, spec: operation.body?.at ?? operation.at }
}

function missingParameter(parameter: Parameter): Finding {
  const { in: place, name } = parameter
  return {
    rule: 'request/missing-parameter',
    severity: 'error',
    blame: 'client',
    message: `required ${place === 'querystring' ? 'query' : place} parameter '${name}' is missing`,
    where: { side: 'request', in: place, name },
    spec: parameter.at,
  }
}
