import { createRandom } from '../../base/random.js'
import { toolError } from '../../base/tool-error.js'
import { checkResponse } from '../../check/check-response.js'
import { sampleRequest } from '../../generate/sample-request.js'
import { composeRequest } from '../../http/compose-request.js'
import type { HttpResponse } from '../../http/exchange.js'
import type { Operation } from '../../model/api-model.js'
import type { PlayedInteraction } from './interaction.js'
import { noParameters } from './scene.js'
import { sendRequest } from './send-request.js'

export interface FindPrefixOptions {
  readonly url: URL
  readonly interactions: readonly PlayedInteraction[]
  readonly timeoutMs: number
}

/**
 * Whether the provider serves below the prefix that the document's servers have: asked with an id that nobody has and
 * without credentials. False only where the answer below the prefix breaks the document and the one without it does not.
 * @throws ToolError PROVIDER_UNREACHABLE
 */
export async function findPrefix({ url, interactions, timeoutMs }: FindPrefixOptions): Promise<boolean> {
  const operation = probeOf(interactions)
  if (!operation) {
    await ask(url, '/', 'GET', timeoutMs)
    return true
  }
  const basePath = operation.basePaths[0] ?? ''
  const path = composePath(operation)
  const within = await ask(url, basePath + path, operation.method, timeoutMs)
  if (basePath === '' || isFitting(operation, within)) return true
  return !isFitting(operation, await ask(url, path, operation.method, timeoutMs))
}

/** The most harmless of the operations that stand below a prefix: a read, if there is one. */
function probeOf(interactions: readonly PlayedInteraction[]): Operation | undefined {
  const matched = interactions.flatMap(({ match }) => (match ? [match] : []))
  const prefixed = matched.filter(({ basePath }) => basePath !== '')
  const operations = (prefixed.length > 0 ? prefixed : matched).map(({ operation }) => operation)
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

function isFitting(operation: Operation, response: HttpResponse): boolean {
  return response.status < 500 && checkResponse(operation, response).length === 0
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
