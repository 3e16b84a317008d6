import type { Random } from '../base/random.js'
import type { Finding } from '../base/finding.js'
import { checkRequest } from '../check/check-request.js'
import { sampleRequest, type SampleRequestOptions } from '../generate/sample-request.js'
import { composeRequest } from '../http/compose-request.js'
import type { RequestValues } from '../http/compose-request.js'
import type { Router } from '../http/create-router.js'
import { decodeRequest } from '../http/decode-request.js'
import type { Operation } from '../model/api-model.js'

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
    params: { ...sample.params, header: unconditional(operation, sample.params.header) },
    body: sample.body,
    serialized: sample.serialized,
    mediaType: sample.mediaType,
  }
  return { values, findings: sample.valid ? findingsOf(operation, router, values) : sample.findings }
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

/** What a server that keeps to the document would say of a request; undefined when it would not even arrive. */
export function tryRequest(
  operation: Operation,
  router: Router,
  values: RequestValues,
): readonly Finding[] | undefined {
  const request = composeRequest(operation, values)
  const match = router.match(request.method, request.path, request.query)
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
