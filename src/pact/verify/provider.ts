import { composeRequest, type RequestValues } from '../../http/compose-request.js'
import type { HttpRequest, HttpResponse } from '../../http/exchange.js'
import type { ApiModel, Operation } from '../../model/api-model.js'
import { withToken } from './credentials.js'
import { sendRequest } from './send-request.js'

/** The implementation that is verified, as its own callers see it. */
export interface Provider {
  /** Sends what a pact or a person wrote, with or without the prefix of the document's servers. */
  send(request: HttpRequest, match: Matched | undefined): Promise<HttpResponse>
  /** Calls an operation with values, as a caller who may. */
  call(operation: Operation, values: RequestValues): Promise<HttpResponse>
}

/** `basePath` is the part of the path that the document's servers add; empty where it was written without. */
export interface Matched {
  readonly basePath: string
  readonly operation: Operation
}

export interface ProviderOptions {
  readonly url: URL
  readonly token: string | undefined
  readonly timeoutMs: number
  /** False where the provider serves without the prefix of the document's servers. */
  readonly prefixed: boolean
}

/** 'http://host/system/v1' says once more what the document's servers say: the paths of pacts begin with it. */
export function withoutPrefix(url: URL, model: ApiModel): URL {
  const own = url.pathname.replace(/\/$/, '')
  const prefix = model.operations
    .flatMap(({ basePaths }) => basePaths)
    .find((basePath) => basePath !== '' && own.endsWith(basePath))
  if (prefix === undefined) return url
  const shorter = new URL(url)
  shorter.pathname = own.slice(0, -prefix.length)
  return shorter
}

export function connectProvider({ url, token, timeoutMs, prefixed }: ProviderOptions): Provider {
  function send(request: HttpRequest, match: Matched | undefined): Promise<HttpResponse> {
    const written = match?.basePath ?? ''
    const prefix = written === '' ? (match?.operation.basePaths[0] ?? '') : written
    const path = (prefixed ? prefix : '') + request.path.slice(written.length)
    return sendRequest(url, { ...request, path }, { timeoutMs })
  }

  function call(operation: Operation, values: RequestValues): Promise<HttpResponse> {
    const basePath = operation.basePaths[0] ?? ''
    const request = composeRequest(operation, values, basePath)
    const asJson = { ...request, headers: { accept: 'application/json, */*;q=0.5', ...request.headers } }
    return send(token === undefined ? asJson : withToken(operation, asJson, token), { operation, basePath })
  }

  return { send, call }
}
