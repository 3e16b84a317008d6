import { describeFinding } from '../problem/findings-header.js'
import type { ApiDocument } from '../../src/document/api-document.js'
import type { JournalEntry } from '../../src/check/journal.js'
import type { HttpRequest, HttpResponse } from '../../src/http/exchange.js'
import type { Call } from '../behave/behaviour.js'
import { answer, DONE, isoTime, problem, type ControlContext, type Operations } from './control-context.js'

export function journalOperations({ mock }: ControlContext): Operations {
  return {
    listJournal: (call) => {
      const { limit } = call.params.query as { limit: number }
      const entries = mock.journal.entries().filter((entry) => isWanted(entry, call))
      return answer({
        count: mock.journal.count,
        entries: entries.slice(-limit).map((entry) => describeEntry(entry, mock.model.document)),
      })
    },
    clearJournal: () => {
      mock.journal.clear()
      return DONE
    },
    readJournalEntry: (call) => {
      const number = call.params.path['number']
      const entry = mock.journal.entries().find((one) => one.number === number)
      if (!entry) return problem(404, `exchange ${String(number)} is not kept`)
      return answer({
        ...describeEntry(entry, mock.model.document),
        request: describeMessage(entry.request),
        response: describeMessage(entry.response),
      })
    },
  }
}

/** Whether an entry meets the filters of a request. */
export function isWanted(entry: JournalEntry, call: Call): boolean {
  const { session, operation, method, status, findings, after } = call.params.query
  if (session !== undefined && session !== null && session !== entry.session) return false
  if (operation !== undefined && operation !== entry.operation) return false
  if (typeof method === 'string' && method.toUpperCase() !== entry.request.method) return false
  if (status !== undefined && status !== entry.response.status) return false
  if (findings !== undefined && findings !== entry.findings.length > 0) return false
  return typeof after !== 'number' || entry.number > after
}

/** An entry without bodies, as every part of the admin API shows it. */
export function describeEntry(entry: JournalEntry, document: ApiDocument) {
  const { number, atMs, durationMs, session, operation, request, response, findings, callback } = entry
  return {
    number,
    at: isoTime(atMs),
    durationMilliseconds: Math.round(durationMs * 1000) / 1000,
    session,
    ...(operation === undefined ? {} : { operation }),
    method: request.method,
    path: request.path,
    query: request.query,
    status: response.status,
    ...(callback === undefined ? {} : { callback }),
    ...(response.fault === undefined ? {} : { fault: response.fault }),
    findings: findings.map((finding) => describeFinding(finding, document)),
  }
}

/** Credentials are shown: they are the mock's own, and what they were is what one looks for. */
function describeMessage({ headers, body }: HttpRequest | HttpResponse) {
  return { headers: JSON.parse(JSON.stringify(headers)) as unknown, body: describeBody(body) }
}

function describeBody(body: string | Uint8Array): { text: string } | { base64: string } {
  if (typeof body === 'string') return { text: body }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(body) }
  } catch {
    return { base64: Buffer.from(body).toString('base64') }
  }
}
