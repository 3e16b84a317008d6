/** What a caller's preferences (RFC 7240) change about an answer, and how the answer says so. */
import type { HeaderMap } from '../src/http/exchange.js'
import type { Preferences } from '../src/http/prefer.js'
import type { Operation } from '../src/model/api-model.js'
import type { Reply } from './behave/behaviour.js'

/** RFC 7240 4.2: `return=minimal` is followed where the operation declares a success without content. */
export function minimalReply(operation: Operation, reply: Reply, preferences: Preferences): Reply {
  if (preferences.return !== 'minimal' || reply.kind !== 'value' || operation.method === 'GET') return reply
  if (!operation.responses.some(({ key }) => key === '204')) return reply
  return { kind: 'value', status: 204, ...(reply.headers ? { headers: reply.headers } : {}) }
}

/** What an answer says beside what its operation declares; undefined for nothing. */
export function standingHeaders(operation: Operation, reply: Reply, preferences: Preferences): HeaderMap | undefined {
  const applied = appliedPreferences(reply, preferences)
  if (applied.length === 0 && !operation.deprecated) return undefined
  return {
    ...(applied.length > 0 ? { 'preference-applied': applied.join(', ') } : {}),
    // RFC 9745 2.1: since when, as a structured date. A document says only that it is so.
    ...(operation.deprecated ? { deprecation: '@0' } : {}),
  }
}

/** RFC 7240 3: a server names those that it followed. */
function appliedPreferences(reply: Reply, { code, example, dynamic, seed, return: wanted }: Preferences): string[] {
  if (reply.kind === 'problem') return []
  const applied: string[] = []
  if (reply.kind === 'example') {
    if (code !== undefined) applied.push(`code=${code}`)
    if (example !== undefined) applied.push(`example=${word(example)}`)
    if (dynamic !== undefined) applied.push(`dynamic=${dynamic}`)
    if (seed !== undefined) applied.push(`seed=${word(seed)}`)
  }
  const isMinimal = reply.kind === 'value' && reply.value === undefined
  if (wanted === 'minimal' ? isMinimal : wanted === 'representation' && !isMinimal) applied.push(`return=${wanted}`)
  return applied
}

/** A token as it is, other text quoted; what a header cannot carry is left out (RFC 9110 5.6.2, 5.6.4). */
function word(text: string): string {
  if (/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(text)) return text
  return `"${text.replace(/[^\t\x20-\x7e]/g, '').replace(/["\\]/g, '\\$&')}"`
}
