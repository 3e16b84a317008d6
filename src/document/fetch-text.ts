import { describeSystemError } from '../base/system-error.js'
import { toolError } from '../base/tool-error.js'
import { decodeText } from './decode-text.js'
import { FETCH_TIMEOUT_MS, MAX_REDIRECTS } from './limits.js'

export interface FetchRules {
  /** What errors call it. */
  readonly name: string
  /** Asked for each redirect: a host that may be visited must not be able to send us to one that may not. */
  mayVisit(url: URL): boolean
  /** Called for each piece that arrives; throws when it is too much. */
  spend(bytes: number, name: string): void
}

/** @throws ToolError DOCUMENT_NOT_FOUND, DOCUMENT_REFUSED or DOCUMENT_TOO_LARGE */
export async function fetchText(start: string, rules: FetchRules): Promise<{ uri: string; text: string }> {
  const signal = AbortSignal.timeout(FETCH_TIMEOUT_MS)
  let url = new URL(start)
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await fetchOnce(url, rules.name, signal)
    const location = response.headers.get('location')
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel()
      if (!URL.canParse(location, url.href))
        throw notFound(rules.name, `it redirects to '${location}', which is not a URL`)
      url = new URL(location, url)
      if (!isHttp(url) || !rules.mayVisit(url)) throw refused(rules.name, url)
      continue
    }
    if (!response.ok) {
      await response.body?.cancel()
      throw notFound(rules.name, `the server answered ${response.status} ${response.statusText}`.trimEnd())
    }
    return { uri: url.href, text: await readBody(response, rules) }
  }
  throw notFound(rules.name, `more than ${MAX_REDIRECTS} redirects`)
}

async function fetchOnce(url: URL, name: string, signal: AbortSignal): Promise<Response> {
  const accept = 'application/openapi+json, application/openapi+yaml, application/json, application/yaml, */*;q=0.5'
  try {
    return await fetch(url, { redirect: 'manual', signal, headers: { accept } })
  } catch (error) {
    throw notFound(name, describeFetchError(error), error)
  }
}

async function readBody(response: Response, rules: FetchRules): Promise<string> {
  const chunks: Uint8Array[] = []
  try {
    for await (const chunk of response.body ?? []) {
      const bytes = chunk as Uint8Array
      rules.spend(bytes.length, rules.name)
      chunks.push(bytes)
    }
  } catch (error) {
    if (error instanceof Error && 'exit' in error) throw error
    throw notFound(rules.name, describeFetchError(error), error)
  }
  return decodeText(Buffer.concat(chunks))
}

function describeFetchError(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return `the answer was not complete within ${FETCH_TIMEOUT_MS / 1000} seconds`
  }
  return describeSystemError(error)
}

function refused(name: string, url: URL): Error {
  return toolError('DOCUMENT_REFUSED', {
    place: name,
    reason: `redirects to ${url.href}, which may not be read`,
    remedy: isHttp(url)
      ? `Name that URL yourself, or allow it with --allow-host ${url.hostname}.`
      : 'Only http: and https: are followed; name a copy of it.',
  })
}

function isHttp({ protocol }: URL): boolean {
  return protocol === 'http:' || protocol === 'https:'
}

function notFound(source: string, reason: string, cause?: unknown): Error {
  return toolError('DOCUMENT_NOT_FOUND', { source, reason }, { cause })
}
