import type { Finding } from '../../base/finding.js'
import type { Random } from '../../base/random.js'
import { checkRequest } from '../../check/check-request.js'
import { sampleRequest, type SampleRequestOptions } from '../../generate/sample-request.js'
import { composeRequest, type RequestValues } from '../../http/compose-request.js'
import type { Router } from '../../http/create-router.js'
import { decodeRequest } from '../../http/decode-request.js'
import type { Operation, ParameterIn } from '../../model/api-model.js'

/** Headers that make a request conditional or partial: what they lead to are cases of their own. */
const CONDITIONS = new Set([
  'if-match',
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
  'if-range',
  'range',
  'prefer',
])

export interface Sample {
  readonly values: RequestValues
  /** Why it is not valid; empty when it is. */
  readonly findings: readonly Finding[]
}

/** A request that should be accepted, looked at as a server would. */
export function takeSample(
  operation: Operation,
  router: Router,
  options: SampleRequestOptions & { readonly random: Random },
): Sample {
  const sample = sampleRequest(operation, options)
  const values: RequestValues = {
    params: {
      ...sample.params,
      header: unconditional(operation, sample.params.header),
      query: undelimited(operation, sample.params.query),
    },
    body: sample.body,
    serialized: sample.serialized,
    mediaType: sample.mediaType,
  }
  return { values, findings: sample.valid ? findingsOf(operation, router, values) : sample.findings }
}

/** As small as can be. An empty list is the smallest, and yet is not there in a query: then larger values are tried. */
export function takeSmallest(operation: Operation, router: Router, random: Random): Sample {
  const smallest = takeSample(operation, router, { random, mode: 'minimal' })
  if (smallest.findings.length === 0) return smallest
  const full = takeSample(operation, router, { random, mode: 'full' })
  const params = mapParams(smallest.values.params, (location, name) => full.values.params[location][name])
  const values = smallest.values.body === undefined ? { ...smallest.values, params } : { ...full.values, params }
  const larger = { values, findings: findingsOf(operation, router, values) }
  return [larger, full].find(({ findings }) => findings.length === 0) ?? smallest
}

function mapParams(
  params: RequestValues['params'],
  valueOf: (location: ParameterIn, name: string) => unknown,
): RequestValues['params'] {
  const mapped = (location: ParameterIn) =>
    Object.fromEntries(Object.keys(params[location]).map((name) => [name, valueOf(location, name)]))
  return {
    path: mapped('path'),
    query: mapped('query'),
    header: mapped('header'),
    cookie: mapped('cookie'),
    querystring: mapped('querystring'),
  }
}

function unconditional(
  { parameters }: Operation,
  header: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const isKept = (name: string) =>
    !CONDITIONS.has(name.toLowerCase()) ||
    parameters.some((each) => each.in === 'header' && each.name === name && each.required)
  return Object.fromEntries(Object.entries(header).filter(([name]) => isKept(name)))
}

/**
 * Verifiers encode the commas, bars and blanks that hold a list together, and then some servers see one item: lists of one
 * are read alike by all.
 */
function undelimited(
  { parameters }: Operation,
  query: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const entries = Object.entries(query).map(([name, value]): [string, unknown] => {
    const spec = parameters.find((each) => each.in === 'query' && each.name === name)
    if (!spec?.schema || spec.explode || !Array.isArray(value)) return [name, value]
    const first: unknown = value[0]
    return spec.schema.accepts([first], 'request') ? [name, [first]] : [name, value]
  })
  return Object.fromEntries(entries)
}

/** What a server that keeps to the document would say of a request; undefined when it would not even arrive. */
export function tryRequest(
  operation: Operation,
  router: Router,
  values: RequestValues,
): readonly Finding[] | undefined {
  const request = composeRequest(operation, values)
  const match = router.match(request.method, request.path, request.query, request.headers)
  if (match.kind !== 'found' || match.operation !== operation) return undefined
  return checkRequest(operation, decodeRequest(operation, request, match.pathValues))
}

function findingsOf(operation: Operation, router: Router, values: RequestValues): readonly Finding[] {
  const path = composeRequest(operation, values).path
  return (
    tryRequest(operation, router, values) ?? [
      {
        rule: 'request/path',
        severity: 'error',
        blame: 'document',
        message: `expected ${path} to lead to ${operation.id}; another path of the document takes it`,
        where: { side: 'request', in: 'url' },
        spec: operation.at,
      },
    ]
  )
}
