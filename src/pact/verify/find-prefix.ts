import { createRandom } from '../../base/random.js'
import { toolError } from '../../base/tool-error.js'
import { sampleRequest } from '../../generate/sample-request.js'
import { composeRequest } from '../../http/compose-request.js'
import type { HttpResponse } from '../../http/exchange.js'
import type { Operation } from '../../model/api-model.js'
import { noParameters } from './scene.js'
import { sendRequest } from './send-request.js'

export interface FindPrefixOptions {
  readonly url: URL
  /** Those that will be called. */
  readonly operations: readonly Operation[]
  readonly timeoutMs: number
}

/**
 * Whether the provider serves below the prefix that the document's servers have: asked with an id that nobody has and
 * without credentials. False only where the path below the prefix is answered as any path that there is not, and the one
 * without it is not.
 * @throws ToolError PROVIDER_UNREACHABLE
 */
export async function findPrefix({ url, operations, timeoutMs }: FindPrefixOptions): Promise<boolean> {
  const operation = probeOf(operations)
  if (!operation) {
    await ask(url, '/', 'GET', timeoutMs)
    return true
  }
  const basePath = operation.basePaths[0] ?? ''
  const path = composePath(operation)
  const look = async (at: string) => lookOf(await ask(url, at, operation.method, timeoutMs), at)
  const within = await look(basePath + path)
  if (basePath === '') return true
  const nowhere = await look(NOWHERE)
  return within !== nowhere || (await look(path)) === nowhere
}

const NOWHERE = '/no-such-path-7f3a/x'

/** What tells an answer from another, whatever was asked for. */
function lookOf({ status, headers, body }: HttpResponse, path: string): string {
  const text = (typeof body === 'string' ? body : new TextDecoder().decode(body)).replaceAll(path, '')
  return JSON.stringify([status, headers['content-type'], text])
}

/** The most harmless of the operations that stand below a prefix: a read, if there is one. */
function probeOf(operations: readonly Operation[]): Operation | undefined {
  const order = ['GET', 'HEAD', 'OPTIONS']
  const rank = ({ method }: Operation) => (order.includes(method) ? order.indexOf(method) : order.length)
  return [...operations].sort((a, b) => rank(a) - rank(b))[0]
}

function composePath(operation: Operation): string {
  const random = createRandom('nobody has this')
  const { params } = sampleRequest(operation, { random, mode: 'minimal', ignoreExamples: true })
  const request = composeRequest(operation, {
    params: { ...noParameters(), path: params.path },
    body: undefined,
    mediaType: undefined,
  })
  return request.path
}

async function ask(url: URL, path: string, method: string, timeoutMs: number): Promise<HttpResponse> {
  try {
    return await sendRequest(url, { method, path, query: '', headers: {}, body: new Uint8Array(0) }, { timeoutMs })
  } catch (error) {
    throw toolError('PROVIDER_UNREACHABLE', {
      url: url.origin,
      reason: error instanceof Error ? error.message : String(error),
    })
  }
}
