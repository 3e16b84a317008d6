/** A client of any server that claims to be a document's: valid requests in, answers out with all that is wrong with them. */
import type { Finding } from '../src/base/finding.js'
import { createRandom } from '../src/base/random.js'
import { checkResponse } from '../src/check/check-response.js'
import { sampleRequest } from '../src/generate/sample-request.js'
import { composeRequest } from '../src/http/compose-request.js'
import type { Operation, SecurityScheme } from '../src/model/api-model.js'
import { isJsonType } from '../src/model/media-type.js'
import { templateParameters } from '../src/model/path-template.js'
import { memberAt, withMember } from '../mock/behave/member.js'
import { isRecord, type JsonObject } from '../src/base/json.js'

export interface Answer {
  readonly status: number
  readonly text: string
  /** The body as JSON; undefined when it is none. */
  readonly value: unknown
  readonly location: string | undefined
  readonly findings: readonly Finding[]
  readonly bytes: Uint8Array
  readonly sent: { readonly body: unknown; readonly bytes: Uint8Array }
  /** The ids that stood in the path, in order. */
  readonly pathIds: readonly string[]
}

export interface Wish {
  /** Another word gives another body. */
  readonly variant?: string
  readonly query?: Readonly<Record<string, unknown>>
  /** Put into the body, where it has a place for them. */
  readonly ids?: readonly WishedId[]
  /** What to send where a JSON Patch is wanted. */
  readonly patch?: readonly unknown[]
}

export interface WishedId {
  readonly at: readonly string[]
  readonly id: string
  /** Also where the sample has none there. */
  readonly isAdded?: boolean
}

export interface Client {
  /** @param ids for the parameters in the path, in order; undefined: whatever the document's samples say */
  send(operation: Operation, ids: readonly (string | undefined)[], wish?: Wish): Promise<Answer>
}

export function createClient(origin: string): Client {
  return {
    async send(operation, ids, { variant, ids: inBody = [], query, patch = [] } = {}) {
      const { params } = sampleRequest(operation, { random: createRandom('story'), mode: 'minimal' })
      const wanted = sampleRequest(operation, {
        random: createRandom(variant ?? 'story'),
        mode: variant === undefined ? 'minimal' : 'full',
        ignoreExamples: variant !== undefined,
        ...mediaOf(operation),
      })
      // A body that nothing satisfies is left out where it may be.
      const sample = wanted.valid || operation.body?.required ? wanted : { ...wanted, body: undefined }
      const path: Record<string, unknown> = { ...params.path }
      const names = templateParameters(operation.template)
      names.forEach((name, index) => {
        if (ids[index] !== undefined) path[name] = ids[index]
      })
      const body = isJsonPatch(sample.body)
        ? patch
        : isRecord(sample.body)
          ? inBody.reduce(withId, sample.body as JsonObject)
          : sample.body
      const values = {
        ...sample,
        body,
        params: { ...params, query: { ...params.query, ...query }, header: unconditional(params.header), path },
        ...credentials(operation),
      }
      const request = composeRequest(operation, values, operation.basePaths[0] ?? '')
      const response = await fetch(`${origin}${request.path}${request.query === '' ? '' : `?${request.query}`}`, {
        method: request.method,
        headers: Object.entries(request.headers).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, String(value)] as [string, string]],
        ),
        redirect: 'manual',
        ...(request.body.length > 0 ? { body: Buffer.from(request.body) } : {}),
      })
      const bytes = new Uint8Array(await response.arrayBuffer())
      const headers = Object.fromEntries(response.headers)
      const text = Buffer.from(bytes).toString('utf8')
      return {
        status: response.status,
        text,
        value: parsed(text),
        location: response.headers.get('location') ?? undefined,
        findings: checkResponse(operation, { status: response.status, headers, body: bytes }),
        bytes,
        sent: { body, bytes: request.body },
        pathIds: names.map((name) => String(path[name])),
      }
    },
  }
}

/** RFC 9110 13.1: a sample of a precondition names a version that never was. */
function unconditional(header: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(header).filter(([name]) => !/^if-(?!match$)/i.test(name))
  return Object.fromEntries(entries.map(([name, value]) => [name, /^if-match$/i.test(name) ? '*' : value]))
}

/** The ids that a document's samples put into a path, where nothing was created there. */
export function sampledIds(operation: Operation | undefined): readonly string[] {
  if (!operation) return []
  const { params } = sampleRequest(operation, { random: createRandom('story'), mode: 'minimal' })
  return templateParameters(operation.template).map((name) => String(params.path[name]))
}

/** A merge patch where there is a choice: any sample of it is a change. Named, so that what need not be sent is sent too. */
function mediaOf({ body }: Operation): { mediaType?: string } {
  const content = body?.content ?? []
  const chosen =
    content.find(({ range }) => range?.essence === 'application/merge-patch+json') ??
    content.find(({ range }) => range && isJsonType(range)) ??
    content[0]
  return chosen ? { mediaType: chosen.declared } : {}
}

/** RFC 6902: a generated one leads nowhere; an empty one is right everywhere. */
function isJsonPatch(body: unknown): boolean {
  return (
    Array.isArray(body) && body.length > 0 && body.every((step) => isRecord(step) && 'op' in step && 'path' in step)
  )
}

function withId(body: JsonObject, { at, id, isAdded }: WishedId): JsonObject {
  const before = memberAt(body, at)
  // '{ "accountCD": { "value": … } }' has no place for a text.
  if (isRecord(before) || (before === undefined && !isAdded)) return body
  return withMember(
    body,
    at,
    typeof before === 'number' || (before === undefined && /^\d+$/.test(id)) ? Number(id) : id,
  )
}

function credentials({ security, parameters }: Operation): { headers?: Record<string, string>; query?: string } {
  const [first] = security.filter(({ schemes }) => schemes.length > 0)
  const headers: Record<string, string> = {}
  const query: string[] = []
  for (const { scheme } of first?.schemes ?? []) {
    // Many documents declare the key as a parameter besides: sent once, it is both.
    const isSent = parameters.some(
      ({ name, in: place, required }) =>
        required && scheme.kind === 'apiKey' && place === scheme.in && name === scheme.name,
    )
    if (!isSent) addCredential(scheme, headers, query)
  }
  return { headers, ...(query.length > 0 ? { query: query.join('&') } : {}) }
}

function addCredential(scheme: SecurityScheme, headers: Record<string, string>, query: string[]): void {
  switch (scheme.kind) {
    case 'apiKey':
      if (scheme.in === 'header') headers[scheme.name.toLowerCase()] = 'token'
      else if (scheme.in === 'query') query.push(`${encodeURIComponent(scheme.name)}=token`)
      else headers['cookie'] = `${scheme.name}=token`
      return
    case 'http':
      headers['authorization'] = scheme.scheme === 'basic' ? 'Basic dXNlcjpwYXNzd29yZA==' : `${scheme.scheme} token`
      return
    case 'oauth2':
    case 'openIdConnect':
      headers['authorization'] = 'Bearer token'
      return
    case 'mutualTLS':
    case 'unknown':
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
