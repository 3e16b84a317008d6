import type { Finding, Where } from '../../base/finding.js'
import { didYouMean } from '../../base/text.js'
import { checkRequest } from '../../check/check-request.js'
import { authenticate } from '../../http/authenticate.js'
import type { Router } from '../../http/create-router.js'
import { decodeRequest } from '../../http/decode-request.js'
import type { HttpRequest, Match } from '../../http/exchange.js'
import { negotiate } from '../../http/negotiate.js'
import { selectResponse } from '../../http/select-response.js'
import type { Operation } from '../../model/api-model.js'
import type { Interaction } from '../pact.js'
import { toHttpRequest } from './to-http.js'

export interface RequestSide {
  readonly operation: Operation | undefined
  readonly match: (Match & { readonly kind: 'found' }) | undefined
  readonly findings: readonly Finding[]
}

/** The request of an interaction against the document. What is refused on purpose is no finding. */
export function checkRequestSide({ request, response }: Interaction, router: Router): RequestSide {
  const sent = toHttpRequest(request)
  const match = router.match(sent.method, sent.path, sent.query, sent.headers)
  if (match.kind !== 'found') {
    // A pact may want to see that something is not there at all.
    const isMeant = response.status === (match.kind === 'no-path' ? 404 : 405)
    return { operation: undefined, match: undefined, findings: isMeant ? [] : [unknownOperation(sent, match)] }
  }
  const { operation, pathValues } = match
  const isRefused =
    response.status >= 400 &&
    response.status < 500 &&
    selectResponse(operation.responses, response.status) !== undefined
  const wrong = isRefused
    ? []
    : [
        ...checkRequest(operation, decodeRequest(operation, sent, pathValues)),
        ...credentialFindings(operation, sent),
        ...acceptFindings(operation, sent, response.status),
        ...undeclaredBody(operation, sent),
      ]
  return { operation, match, findings: [...wrong, ...undeclaredNames(operation, sent, request.query)] }
}

function unknownOperation({ method, path }: HttpRequest, match: Exclude<Match, { kind: 'found' }>): Finding {
  if (match.kind === 'wrong-method') {
    const message = `expected one of ${match.allowed.join(', ')} for ${match.path}, got ${method}`
    return clientError('request/method', message, { side: 'request', in: 'method' })
  }
  const finding = clientError('request/path', `expected a path of the document, got ${path}`, {
    side: 'request',
    in: 'url',
  })
  const remedy = didYouMean(match.near)
  return remedy === undefined ? finding : { ...finding, remedy }
}

function clientError(rule: Finding['rule'], message: string, where: Where): Finding {
  return { rule, severity: 'error', blame: 'client', message, where }
}

function credentialFindings(operation: Operation, sent: HttpRequest): readonly Finding[] {
  const access = authenticate(operation, sent)
  return access.kind === 'denied' ? access.findings : []
}

function acceptFindings({ responses, at }: Operation, { headers }: HttpRequest, status: number): readonly Finding[] {
  const { accept } = headers
  const content = selectResponse(responses, status)?.content ?? []
  if (typeof accept !== 'string' || content.length === 0) return []
  const chosen = negotiate(accept, content)
  if (chosen.kind === 'chosen') return []
  const message = `expected Accept to allow one of ${chosen.available.join(', ')}, got ${accept}`
  return [
    { ...clientError('request/not-acceptable', message, { side: 'request', in: 'header', name: 'Accept' }), spec: at },
  ]
}

function undeclaredBody({ body, method, at }: Operation, sent: HttpRequest): readonly Finding[] {
  if (body || sent.body.length === 0) return []
  const message = `expected no body: the document declares none for this ${method}`
  return [{ ...clientError('pact/undeclared-body', message, { side: 'request', in: 'body' }), spec: at }]
}

function undeclaredNames(
  operation: Operation,
  sent: HttpRequest,
  query: Interaction['request']['query'],
): readonly Finding[] {
  const names = new Set([...Object.keys(query ?? {}), ...new URLSearchParams(sent.query).keys()])
  return [...names]
    .filter((name) => !isDeclared(operation, name))
    .map((name) => ({
      rule: 'pact/undeclared-parameter',
      severity: 'warning',
      blame: 'client',
      message: `expected a declared query parameter, got '${name}'; a provider may refuse or ignore it`,
      where: { side: 'request', in: 'query', name },
      spec: operation.at,
    }))
}

function isDeclared({ parameters, security }: Operation, name: string): boolean {
  const isKey = security.some(({ schemes }) =>
    schemes.some(({ scheme }) => scheme.kind === 'apiKey' && scheme.in === 'query' && scheme.name === name),
  )
  return (
    isKey ||
    parameters.some(
      (each) =>
        each.in === 'querystring' ||
        (each.in === 'query' &&
          // Exploded and deep objects have names of their own: 'filter[a]', 'a'.
          (each.name === name || name.startsWith(`${each.name}[`) || `${each.name}[]` === name || mayBeExploded(each))),
    )
  )
}

function mayBeExploded({ style, explode, schema, content }: Operation['parameters'][number]): boolean {
  if (content || style !== 'form' || !explode || !schema) return false
  const types = (schema.target ?? schema).node['type']
  return Array.isArray(types) && types.includes('object')
}
