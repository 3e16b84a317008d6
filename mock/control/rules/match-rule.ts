import { decodeOrKeep } from '../../../src/base/decode-or-keep.js'
import type { HttpRequest } from '../../../src/http/exchange.js'
import type { Operation } from '../../../src/model/api-model.js'
import type { Rule } from './rule.js'

/** Whether a request meets all conditions of a rule. */
export function matchesRule(rule: Rule, operation: Operation, request: HttpRequest): boolean {
  if (rule.operation !== undefined && rule.operation !== operation.id) return false
  if (rule.method !== undefined && rule.method.toUpperCase() !== request.method) return false
  if (rule.path !== undefined && !matchesPath(rule.path, operation, request.path)) return false
  return Object.entries(rule.whenHeaders ?? {}).every(([name, wanted]) => hasHeader(request, name, wanted))
}

/** As it was sent, or without the server's prefix. */
function matchesPath(pattern: string, { basePaths }: Operation, path: string): boolean {
  if (matchesSegments(pattern, path)) return true
  return basePaths.some(
    (base) => base !== '' && path.startsWith(`${base}/`) && matchesSegments(pattern, path.slice(base.length)),
  )
}

function matchesSegments(pattern: string, path: string): boolean {
  const wanted = pattern.split('/')
  const sent = path.split('/')
  const open = wanted.indexOf('**')
  if (open === -1 ? wanted.length !== sent.length : sent.length < open) return false
  const fixed = open === -1 ? wanted : wanted.slice(0, open)
  return fixed.every((segment, index) => matchesSegment(segment, sent[index] ?? ''))
}

function matchesSegment(wanted: string, sent: string): boolean {
  if (wanted === '*' || /^\{[^}]*\}$/.test(wanted)) return sent !== ''
  return wanted === sent || wanted === decodeOrKeep(sent)
}

function hasHeader({ headers }: HttpRequest, name: string, wanted: string): boolean {
  const sent = headers[name.toLowerCase()]
  if (sent === undefined) return false
  return wanted === '*' || (typeof sent === 'string' ? sent === wanted : sent.includes(wanted))
}
