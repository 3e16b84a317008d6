/** What a caller's preferences (RFC 7240) change about an answer, and how the answer says so. */
import { STATUS_CODES } from 'node:http'
import type { HeaderMap } from '../../src/http/exchange.js'
import { isSafe } from '../../src/http/is-safe.js'
import { NO_PREFERENCES, type Preferences } from '../../src/http/prefer.js'
import { selectResponse } from '../../src/http/select-response.js'
import type { Operation } from '../../src/model/api-model.js'
import { declares } from '../../src/resources/success.js'
import type { Reply } from '../behave/behaviour.js'

/** The answer that `Prefer: code=`, `example=` or `dynamic=` asks for; undefined where the operation does what it does. */
export function askedReply(operation: Operation, { code, example, dynamic }: Preferences): Reply | undefined {
  if (code !== undefined) {
    // Filled by meaning, an error says what it is; the author's example says it better.
    const isError = code >= 400 && example === undefined && dynamic === undefined && !hasSample(operation, code)
    return isError ? errorOf(code) : { kind: 'example', status: code }
  }
  if (example !== undefined) return { kind: 'example' }
  // The write itself still takes effect.
  return dynamic === true && isSafe(operation) ? { kind: 'example' } : undefined
}

function errorOf(status: number): Reply {
  return {
    kind: 'problem',
    status,
    title: STATUS_CODES[status] ?? 'Error',
    detail: 'asked for with Prefer',
    findings: [],
  }
}

function hasSample(operation: Operation, status: number): boolean {
  const content = selectResponse(operation.responses, status)?.content ?? []
  return content.some(({ examples, schema }) => {
    const { node } = schema?.target ?? schema ?? { node: {} }
    return examples.length > 0 || SAMPLES.some((keyword) => Object.hasOwn(node, keyword))
  })
}

const SAMPLES = ['example', 'examples', 'default', 'const', 'enum']

/** RFC 7240 4.2: `return=minimal` is followed where the operation declares a success without content. */
export function minimalReply(operation: Operation, reply: Reply, preferences: Preferences): Reply {
  if (preferences.return !== 'minimal' || reply.kind !== 'value' || operation.method === 'GET') return reply
  if (!declares(operation, 204)) return reply
  return { kind: 'value', status: 204, ...(reply.headers ? { headers: reply.headers } : {}) }
}

/** What an answer says beside what its operation declares; undefined for nothing. */
export function standingHeaders(operation: Operation, reply: Reply, preferences: Preferences): HeaderMap | undefined {
  const applied = preferences === NO_PREFERENCES ? [] : appliedPreferences(reply, preferences)
  if (applied.length === 0 && !operation.deprecated) return undefined
  return {
    ...(applied.length > 0 ? { 'preference-applied': applied.join(', ') } : {}),
    // RFC 9745 2.1: since when, as a structured date. A document says only that it is so.
    ...(operation.deprecated ? { deprecation: '@0' } : {}),
  }
}

/** RFC 7240 3: a server names those that it followed. */
function appliedPreferences(reply: Reply, preferences: Preferences): string[] {
  const { code, example, dynamic, seed, return: wanted, delayMs, scenario } = preferences
  const applied: string[] = []
  if (delayMs !== undefined) applied.push(`lockstep-delay=${[...new Set([delayMs.min, delayMs.max])].join('-')}`)
  if (scenario !== undefined) applied.push(`lockstep-scenario=${word(scenario)}`)
  if (reply.kind === 'problem') {
    // A refusal may have the very status that was asked for.
    const isAsked = reply.status === code && (reply.findings ?? []).length === 0
    return isAsked ? [...applied, `code=${code}`] : applied
  }
  if (reply.kind === 'example') {
    if (code !== undefined) applied.push(`code=${code}`)
    if (example !== undefined) applied.push(`example=${word(example)}`)
    if (dynamic !== undefined && example === undefined) applied.push(`dynamic=${dynamic}`)
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
