/** What stands below the admin prefix, in front of the mock: sessions in the URL, and the admin API. */
import type { HeaderMap, HttpHandler, HttpRequest, HttpResponse, PromptHandler } from '../../src/http/exchange.js'
import { isBelow } from './admin-prefix.js'
import type { AdmitOptions } from './admit.js'

export interface FrontOptions extends AdmitOptions {
  /** Begins with '/' and does not end with one. */
  readonly prefix: string
  readonly handle: PromptHandler
  /** Loaded with the first request that is let in; undefined where the admin API is switched off. */
  readonly control: (() => Promise<HttpHandler>) | undefined
}

/** Paths elsewhere go through untouched, and cost one comparison. */
export function createFront({ prefix, handle, control, token }: FrontOptions): PromptHandler {
  const sessionPrefix = `${prefix}/s/`

  return (request) => {
    if (!isBelow(request.path, prefix)) return handle(request)
    if (request.path.startsWith(sessionPrefix)) return inSession(request)
    return administer(request)
  }

  /** `/__lockstep/s/{id}/pets` is `/pets` in that session, the admin API included. */
  async function inSession(request: HttpRequest): Promise<HttpResponse> {
    const end = request.path.indexOf('/', sessionPrefix.length)
    const session = request.path.slice(sessionPrefix.length, end === -1 ? undefined : end)
    const path = end === -1 ? '/' : request.path.slice(end)
    // Header and cookie go before the path; an empty header is none.
    const headers = namesSession(request.headers)
      ? request.headers
      : { ...request.headers, 'lockstep-session': session || '/' }
    const inner = { ...request, path, headers, mount: `${request.mount ?? ''}${sessionPrefix}${session}` }
    if (isBelow(path, prefix) && !path.startsWith(sessionPrefix)) return administer(inner)
    return handle(inner)
  }

  async function administer(request: HttpRequest): Promise<HttpResponse> {
    if (!control) return handle(request)
    const { admit } = await import('./admit.js')
    return admit(request, { token }) ?? (await control())(request)
  }
}

function namesSession(headers: HeaderMap): boolean {
  return (
    (headers['lockstep-session'] ?? '') !== '' || /(?:^|;\s*)lockstep-session=/i.test(String(headers['cookie'] ?? ''))
  )
}
