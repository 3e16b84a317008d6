/** What a person sees after the start: what there is, and lines to paste that have been tried. */
import type { Mock } from '../../mock/mock.js'
import { plural } from '../base/text.js'
import type { HttpRequest } from '../http/exchange.js'
import { describePersona } from './describe-persona.js'
import { tryRequests } from './try-requests.js'

const SHOWN_COLLECTIONS = 12
const SHOWN_PERSONAS = 10

/** @param session for a mock that wants one with every request */
export async function welcome(served: Mock, url: string, session?: string): Promise<string> {
  const { collections } = served.plan
  const names = collections.slice(0, SHOWN_COLLECTIONS).map(({ path }) => `  ${path}`)
  const more = collections.length > SHOWN_COLLECTIONS ? [`  … and ${collections.length - SHOWN_COLLECTIONS} more`] : []
  const tried = await tryRequests(served)
  return [
    collections.length === 0
      ? 'no collections: every operation answers from examples and schemas'
      : `remembers ${plural(collections.length, 'collection')} (lockstep plan says why):`,
    ...names,
    ...more,
    ...describePersonas(served),
    ...tried.map(({ status, request }) => `# answers ${status}\n${toCurl(inSession(request, session), url)}`),
    '',
  ].join('\n')
}

function describePersonas({ behaviours: { personas = [] } }: Mock): readonly string[] {
  if (personas.length === 0) return []
  const shown = personas.slice(0, SHOWN_PERSONAS).map((persona) => `  ${describePersona(persona)}`)
  return [`knows ${plural(personas.length, 'persona')} (lockstep token NAME prints what to send):`, ...shown]
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
