/** What a person sees after the start: what there is, and lines to paste that have been tried. */
import { createMock } from '../../mock/create-mock.js'
import type { Mock } from '../../mock/mock.js'
import { createRandom } from '../base/random.js'
import { plural } from '../base/text.js'
import { sampleRequest } from '../generate/sample-request.js'
import { composeRequest } from '../http/compose-request.js'
import type { HttpRequest } from '../http/exchange.js'
import { writeCredentials } from '../http/write-credentials.js'
import type { Operation } from '../model/api-model.js'
import { describePersona } from './describe-persona.js'

const SHOWN_COLLECTIONS = 12
const SHOWN_PERSONAS = 10
/** Operations that are tried for lines; each costs the compiling of its schemas. */
const TRIED_OPERATIONS = 12
const CONSIDERED_OPERATIONS = 200
const WANTED = [200, 400, 401, 403, 404]

interface Line {
  readonly status: number
  readonly request: HttpRequest
}

/** @param session for a mock that wants one with every request */
export async function welcome(served: Mock, url: string, session?: string): Promise<string> {
  const { collections } = served.plan
  const names = collections.slice(0, SHOWN_COLLECTIONS).map(({ path }) => `  ${path}`)
  const more = collections.length > SHOWN_COLLECTIONS ? [`  … and ${collections.length - SHOWN_COLLECTIONS} more`] : []
  const lines = await tryLines(served)
  return [
    collections.length === 0
      ? 'no collections: every operation answers from examples and schemas'
      : `remembers ${plural(collections.length, 'collection')} (lockstep plan says why):`,
    ...names,
    ...more,
    ...describePersonas(served),
    ...lines.map(({ status, request }) => `# answers ${status}\n${toCurl(inSession(request, session), url)}`),
    '',
  ].join('\n')
}

function describePersonas({ behaviours: { personas = [] } }: Mock): readonly string[] {
  if (personas.length === 0) return []
  const shown = personas.slice(0, SHOWN_PERSONAS).map((persona) => `  ${describePersona(persona)}`)
  return [`knows ${plural(personas.length, 'persona')} (lockstep token NAME prints what to send):`, ...shown]
}

/** One request for each wanted status, found by trying, on a mock of its own so that nothing is left behind. */
async function tryLines(served: Mock): Promise<readonly Line[]> {
  const trial = await createMock(served.model, { behaviours: served.behaviours, callbacks: false })
  const found = new Map<number, Line>()
  try {
    for (const operation of inOrderOfPromise(served.model.operations).slice(0, TRIED_OPERATIONS)) {
      for (const request of candidates(operation, served)) {
        const { status } = await trial.handle(request)
        const wanted = status >= 200 && status < 300 ? 200 : status === 422 ? 400 : status
        if (!isPrintable(request.body)) continue
        if (WANTED.includes(wanted) && !found.has(wanted)) found.set(wanted, { status, request })
      }
      if (found.size === WANTED.length) break
    }
  } finally {
    await trial.close()
  }
  return [...found.values()].sort((a, b) => a.status - b.status)
}

/** Whether a shell command can express it. */
function isPrintable(body: Uint8Array): boolean {
  return body.every((byte) => byte === 0x0a || byte >= 0x20) && !new TextDecoder().decode(body).includes('\ufffd')
}

/** Those that can be refused in most ways first: with a body, parameters and credentials; in document order otherwise. */
function inOrderOfPromise(operations: readonly Operation[]): Operation[] {
  const promise = ({ method, path }: Operation) =>
    (method === 'PUT' && path.includes('{') ? 2 : 0) + Math.min(2, path.split('{').length - 1)
  return operations
    .slice(0, CONSIDERED_OPERATIONS)
    .map((operation) => ({ operation, rank: promise(operation) }))
    .sort((a, b) => b.rank - a.rank)
    .map(({ operation }) => operation)
}

function* candidates(operation: Operation, served: Mock): Generator<HttpRequest> {
  const withBody = ['POST', 'PUT', 'PATCH'].includes(operation.method)
  const sample = sampleRequest(operation, { random: createRandom('welcome'), mode: 'minimal', withBody })
  const basePath = operation.basePaths[0] ?? ''
  const personas = served.behaviours.personas ?? []
  const strongest = personas.find(({ permissions }) => permissions === 'all') ?? personas[0]
  const credentials = writeCredentials(operation, strongest?.token ?? 'token')
  yield composeRequest(operation, { ...sample, ...credentials }, basePath)
  yield composeRequest(operation, sample, basePath)
  if (sample.body !== undefined) {
    const broken = composeRequest(operation, { ...sample, ...credentials }, basePath)
    yield { ...broken, body: new TextEncoder().encode('{') }
  }
  const unknown = Object.fromEntries(
    Object.entries(sample.params.path).map(([name, value], index) => [
      name,
      index === 0 && typeof value === 'string' ? 'unknown' : value,
    ]),
  )
  if (Object.keys(unknown).length > 0)
    yield composeRequest(
      operation,
      { ...sample, params: { ...sample.params, path: unknown }, ...credentials },
      basePath,
    )
  for (const persona of personas.filter((one) => one !== strongest))
    yield composeRequest(operation, { ...sample, ...writeCredentials(operation, persona.token) }, basePath)
  yield { ...composeRequest(operation, sample, basePath), path: `${basePath}/no-such-path` }
}

function inSession(request: HttpRequest, session: string | undefined): HttpRequest {
  return session === undefined ? request : { ...request, headers: { ...request.headers, 'lockstep-session': session } }
}

/** A line for a POSIX shell. */
function toCurl({ method, path, query, headers, body }: HttpRequest, url: string): string {
  const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
  const parts = ['curl -i']
  // Else curl reads brackets as a list of URLs.
  if (/[[\]{}]/.test(path + query)) parts.push('-g')
  if (method !== 'GET') parts.push(`-X ${method}`)
  parts.push(quote(`${url}${path}${query === '' ? '' : `?${query}`}`))
  for (const [name, value] of Object.entries(headers)) parts.push(`-H ${quote(`${name}: ${String(value)}`)}`)
  if (body.length > 0) parts.push(`--data-raw ${quote(new TextDecoder().decode(body))}`)
  return parts.join(' ')
}
