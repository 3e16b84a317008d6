import { createRandom } from '../../base/random.js'
import { describeSystemError } from '../../base/system-error.js'
import { toolError } from '../../base/tool-error.js'
import { sampleRequest } from '../../generate/sample-request.js'
import { bodyText } from '../../http/body-text.js'
import { composeRequest } from '../../http/compose-request.js'
import { type HttpRequest, type HttpResponse, NO_PARAMETERS } from '../../http/exchange.js'
import { isSafe } from '../../http/is-safe.js'
import type { Operation } from '../../model/api-model.js'
import { withToken } from './credentials.js'
import { sendRequest } from './send-request.js'

export interface FindPrefixOptions {
  readonly url: URL
  /** Those that will be called. */
  readonly operations: readonly Operation[]
  /** Of a caller who may: shown to reads only. */
  readonly token?: string | undefined
  readonly timeoutMs: number
}

/**
 * Whether the provider serves below the prefix that the document's servers have: asked with an id that nobody has. False
 * only where the path below the prefix is answered as any path that there is not, and the one without it is not; undefined
 * where all three are answered alike.
 * @throws ToolError PROVIDER_UNREACHABLE
 */
export async function findPrefix({
  url,
  operations,
  token,
  timeoutMs,
}: FindPrefixOptions): Promise<boolean | undefined> {
  const operation = probeOf(operations)
  if (!operation) {
    await ask(url, { ...NOTHING, method: 'GET', path: '/' }, timeoutMs)
    return true
  }
  const basePath = operation.basePaths[0] ?? ''
  const path = composePath(operation)
  const look = async (at: string) => {
    const bare = { ...NOTHING, method: operation.method, path: at }
    const request = token !== undefined && isSafe(operation) ? withToken(operation, bare, token) : bare
    return lookOf(await ask(url, request, timeoutMs), at)
  }
  const within = await look(basePath + path)
  if (basePath === '') return true
  const nowhere = await look(NOWHERE)
  if (within !== nowhere) return true
  return (await look(path)) === nowhere ? undefined : false
}

const NOTHING = { query: '', headers: {}, body: new Uint8Array(0) }

const NOWHERE = '/no-such-path-7f3a/x'

/** What tells an answer from another, whatever was asked for. */
function lookOf(response: HttpResponse, path: string): string {
  const { status, headers } = response
  return JSON.stringify([status, headers['content-type'], bodyText(response).replaceAll(path, '')])
}

/** The most harmless of the operations that stand below a prefix: a read, if there is one, of what is sure to be there. */
function probeOf(operations: readonly Operation[]): Operation | undefined {
  const order = ['GET', 'HEAD', 'OPTIONS']
  const rank = ({ method, path }: Operation) =>
    (order.includes(method) ? order.indexOf(method) : order.length) + (path.includes('{') ? 0.5 : 0)
  return [...operations].sort((a, b) => rank(a) - rank(b))[0]
}

function composePath(operation: Operation): string {
  const random = createRandom('nobody has this')
  const { params } = sampleRequest(operation, { random, mode: 'minimal', ignoreExamples: true })
  const request = composeRequest(operation, {
    params: { ...NO_PARAMETERS, path: params.path },
    body: undefined,
    mediaType: undefined,
  })
  return request.path
}

async function ask(url: URL, request: HttpRequest, timeoutMs: number): Promise<HttpResponse> {
  try {
    return await sendRequest(url, request, { timeoutMs })
  } catch (error) {
    throw toolError('PROVIDER_UNREACHABLE', { url: url.origin, reason: describeSystemError(error) })
  }
}
