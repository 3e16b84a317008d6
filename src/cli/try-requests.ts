/** Finds requests for people to paste: a success and each refusal. */
import { strongest } from '../../mock/control/pact-states/personas.js'
import { createMock } from '../../mock/create-mock.js'
import type { Mock } from '../../mock/mock.js'
import { createRandom } from '../base/random.js'
import { sampleRequest } from '../generate/sample-request.js'
import { composeRequest } from '../http/compose-request.js'
import type { HttpRequest } from '../http/exchange.js'
import { writeCredentials } from '../http/write-credentials.js'
import type { Operation } from '../model/api-model.js'

/** Each costs the compiling of its schemas. */
const OPERATIONS_BY_PROMISE = 6
const SIMPLE_COLLECTIONS = 2
const CONSIDERED_OPERATIONS = 200
const WANTED = [200, 400, 401, 403, 404]

export interface TriedRequest {
  readonly status: number
  readonly request: HttpRequest
}

/** What one operation answered, by the status that is wanted. */
interface Tried {
  readonly operation: Operation
  readonly found: ReadonlyMap<number, TriedRequest>
}

/** One for each wanted status that can be had; the served mock is left as it is. */
export async function tryRequests(served: Mock): Promise<readonly TriedRequest[]> {
  const tried: Tried[] = []
  for (const operation of new Set([...byPromise(served.model.operations), ...ofSimpleCollections(served)])) {
    const one = await tryOperation(operation, served)
    tried.push(one)
    if (one.found.size === WANTED.length) break
  }
  // Those of few operations tell one story, and short paths are read first.
  const ranked = tried.sort((a, b) => b.found.size - a.found.size || depth(a.operation) - depth(b.operation))
  const best = WANTED.flatMap((status) => ranked.find(({ found }) => found.has(status))?.found.get(status) ?? [])
  if (best.some(({ status }) => status === 404) || !ranked[0]) return best
  const path = `${ranked[0].operation.basePaths[0] ?? ''}/no-such-path`
  return [...best, { status: 404, request: { method: 'GET', path, query: '', headers: {}, body: new Uint8Array() } }]
}

async function tryOperation(operation: Operation, served: Mock): Promise<Tried> {
  const found = new Map<number, TriedRequest>()
  for (const candidate of candidates(operation, served)) {
    const request = inLines(candidate)
    if (!isPrintable(request.body)) continue
    const status = await answerOfNew(served, request)
    const wanted = status >= 200 && status < 300 ? 200 : status === 422 ? 400 : status
    if (WANTED.includes(wanted) && !found.has(wanted)) found.set(wanted, { status, request })
  }
  return { operation, found }
}

/** Nothing that was tried before must decide, for nobody will have sent it. */
async function answerOfNew({ model, behaviours }: Mock, request: HttpRequest): Promise<number> {
  const trial = await createMock(model, { behaviours, callbacks: false })
  try {
    return (await trial.handle(request)).status
  } finally {
    await trial.close()
  }
}

/** The mock reads multipart bodies with bare line feeds as well, and those can be pasted into a shell. */
function inLines(request: HttpRequest): HttpRequest {
  if (!String(request.headers['content-type']).startsWith('multipart/')) return request
  const text = Buffer.from(request.body).toString('latin1')
  return { ...request, body: Buffer.from(text.replaceAll('\r\n', '\n'), 'latin1') }
}

/** Whether a shell command can express it. */
function isPrintable(body: Uint8Array): boolean {
  return body.every((byte) => byte === 0x0a || byte >= 0x20) && !new TextDecoder().decode(body).includes('\ufffd')
}

function depth({ template }: Operation): number {
  return template.segments.length
}

/** Those that can be refused in most ways: with a body, parameters and credentials; in document order otherwise. */
function byPromise(operations: readonly Operation[]): Operation[] {
  const promise = ({ method, path }: Operation) =>
    (method === 'PUT' && path.includes('{') ? 2 : 0) + Math.min(2, path.split('{').length - 1)
  return operations
    .slice(0, CONSIDERED_OPERATIONS)
    .filter(({ method }) => method !== 'DELETE')
    .map((operation) => ({ operation, rank: promise(operation) }))
    .sort((a, b) => b.rank - a.rank)
    .slice(0, OPERATIONS_BY_PROMISE)
    .map(({ operation }) => operation)
}

/** Creating, finding and listing what stands below nothing else. */
function ofSimpleCollections({ plan: { collections } }: Mock): Operation[] {
  return collections
    .filter(({ parent, members }) => parent === undefined && members.create !== undefined)
    .sort((a, b) => a.segments.length - b.segments.length)
    .slice(0, SIMPLE_COLLECTIONS)
    .flatMap(({ members: { create, read, list } }) => [create, read, list].filter((each) => each !== undefined))
}

function* candidates(operation: Operation, served: Mock): Generator<HttpRequest> {
  const withBody = ['POST', 'PUT', 'PATCH'].includes(operation.method)
  const random = createRandom('welcome')
  const sample = sampleRequest(operation, { random, mode: 'minimal', withBody })
  // What the document gives as an example may exist.
  const { path } = sampleRequest(operation, {
    random,
    mode: 'minimal',
    ignoreExamples: true,
    ignoreSamples: true,
  }).params
  const unknown = { ...sample, params: { ...sample.params, path } }
  const basePath = operation.basePaths[0] ?? ''
  const personas = served.behaviours.personas ?? []
  const first = strongest(personas)
  const credentials = writeCredentials(operation, first?.token ?? 'token')
  const authorized = composeRequest(operation, { ...sample, ...credentials }, basePath)
  yield authorized
  yield composeRequest(operation, sample, basePath)
  if (sample.body !== undefined) yield { ...authorized, body: new TextEncoder().encode('{') }
  yield composeRequest(operation, { ...unknown, ...credentials }, basePath)
  for (const persona of personas.filter((one) => one !== first))
    yield composeRequest(operation, { ...sample, ...writeCredentials(operation, persona.token) }, basePath)
}
