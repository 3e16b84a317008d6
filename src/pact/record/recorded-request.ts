import type { Json } from '../../base/json.js'
import type { HttpRequest, PathValues } from '../../http/exchange.js'
import type { Operation } from '../../model/api-model.js'
import type { ResourcePlan } from '../../resources/resource-plan.js'
import type { Credential } from '../cases/case.js'
import { accessOf } from '../cases/credentials.js'
import { thingsOnPath } from '../cases/things-on-path.js'
import type { PactRequest } from '../pact.js'
import { addCredential, bodyOf, queryOf, type HeaderGenerators } from '../write-interaction.js'

export interface RecordedCall {
  readonly operation: Operation
  readonly pathValues: PathValues
  readonly basePath: string
  readonly request: HttpRequest
  readonly status: number
}

/** Members of bodies that hold what nobody should read in a file. */
const SECRET = /passw(or)?d|secret|token|api_?key|credential|private_?key/i

/** The request as the pact has it: ids carried, credentials in place of those that were sent, nothing that is not declared. */
export function recordedRequest(
  call: RecordedCall,
  plan: ResourcePlan,
): { request: PactRequest; carried: ReadonlySet<string>; credentials: readonly Credential[] } {
  const { operation, request, basePath } = call
  const credentials = hasCredentials(operation, request) ? accessOf(operation, 'allowed').credentials : []
  const carried = carriedOf(call, plan)
  const headers = declaredHeaders(operation, request)
  const query = Object.fromEntries(
    Object.entries(queryOf(request.query)).filter(([name]) => !isKey(operation, 'query', name)),
  )
  const generators: HeaderGenerators & { path?: NonNullable<PactRequest['generators']>['path'] } = {}
  if (carried.size > 0) {
    generators.path = { type: 'ProviderState', expression: expressionOf(call, carried), dataType: 'STRING' }
  }
  for (const credential of credentials) addCredential(credential, headers, query, generators)
  const body = bodyOf(request)
  return {
    carried,
    credentials,
    request: {
      method: operation.method,
      path: request.path.slice(basePath.length),
      ...(Object.keys(query).length > 0 ? { query } : {}),
      ...(Object.keys(headers).length > 0 ? { headers } : {}),
      ...(body ? { body: { ...body, content: withoutSecrets(body.content) } } : {}),
      ...(Object.keys(generators).length > 0 ? { generators } : {}),
    },
  }
}

/** Declared parameters and what says in which form bodies are; cookies and all else stay out. */
function declaredHeaders({ parameters }: Operation, { headers }: HttpRequest): Record<string, string[]> {
  const kept: Record<string, string[]> = {}
  for (const [name, value] of Object.entries(headers)) {
    const declared = parameters.find((each) => each.in === 'header' && each.name.toLowerCase() === name)
    const isKept = name === 'content-type' || (name === 'accept' && value !== '*/*') || declared !== undefined
    if (!isKept || value === undefined || SECRET.test(name) || name === 'authorization' || name === 'cookie') continue
    const shown = declared?.name ?? (name === 'accept' ? 'Accept' : 'Content-Type')
    kept[shown] = typeof value === 'string' ? [value] : [...value]
  }
  return kept
}

function hasCredentials({ security }: Operation, { headers, query }: HttpRequest): boolean {
  return security.some(({ schemes }) =>
    schemes.some(({ scheme }) => {
      if (scheme.kind !== 'apiKey') return headers['authorization'] !== undefined
      if (scheme.in === 'query') return new URLSearchParams(query).has(scheme.name)
      return headers[scheme.in === 'cookie' ? 'cookie' : scheme.name.toLowerCase()] !== undefined
    }),
  )
}

function isKey({ security }: Operation, location: string, name: string): boolean {
  return (
    SECRET.test(name) ||
    security.some(({ schemes }) =>
      schemes.some(({ scheme }) => scheme.kind === 'apiKey' && scheme.in === location && scheme.name === name),
    )
  )
}

/** Ids of things that are there; for a 404 the last of them is not. */
function carriedOf({ operation, status }: RecordedCall, plan: ResourcePlan): ReadonlySet<string> {
  const things = thingsOnPath(plan, operation)
  const role = plan.roleOf(operation)
  const last = things.at(-1)
  const isOwn = role.kind === 'upsert' && last?.collection === role.collection
  return new Set((status === 404 || isOwn ? things.slice(0, -1) : things).map(({ parameter }) => parameter))
}

function expressionOf({ operation, pathValues }: RecordedCall, carried: ReadonlySet<string>): string {
  const segments = operation.template.segments.map(({ parts }) =>
    parts
      .map((part) => {
        if (part.kind === 'text') return part.text
        return carried.has(part.name) ? `\${${part.name}}` : (pathValues.get(part.name) ?? '')
      })
      .join(''),
  )
  return `/${segments.join('/')}`
}

function withoutSecrets(content: Json): Json {
  if (Array.isArray(content)) return (content as readonly Json[]).map(withoutSecrets)
  if (typeof content !== 'object' || content === null) return content
  return Object.fromEntries(
    Object.entries(content).map(([name, value]): [string, Json] =>
      SECRET.test(name) && typeof value === 'string' ? [name, mask(value)] : [name, withoutSecrets(value)],
    ),
  )
}

/** As long as before, since schemas bound lengths. */
function mask(text: string): string {
  return 'secret'.padEnd(text.length, 'x').slice(0, Math.max(text.length, 1))
}
