import type { Finding, Where } from '../../src/base/finding.js'
import type { RuleId } from '../../src/base/rule.js'
import { shortened } from '../../src/base/text.js'
import type { Operation } from '../../src/model/api-model.js'
import { templateParameters } from '../../src/model/path-template.js'
import { declares, declaresNotFound } from '../../src/resources/success.js'
import type { Problem, Reply } from './behaviour.js'
import { parentPlace, type Place } from './shelf/place.js'
import { singular } from '../../src/resources/words.js'

const BODY: Where = { side: 'request', in: 'body' }

/** The item, or the first thing above it, is not there. */
export function notFound(operation: Operation, place: Place): Problem {
  const status = declares(operation, 410) && !declares(operation, 404) ? 410 : 404
  const detail = isNamed(place)
    ? `there ${isPlural(place) ? 'are' : 'is'} no ${describePlace(place)}`
    : `the request names no ${singular(place.collection.name)}`
  return {
    kind: 'problem',
    status,
    title: status === 410 ? 'Gone' : 'Not Found',
    detail,
    findings: [stateFinding(operation, 'state/absent', detail, whereOfId(operation, place))],
  }
}

/** As notFound; but where the request names no item, and the document has no word for that, the answer is as declared. */
export function absent(operation: Operation, place: Place): Reply {
  return isNamed(place) || declaresNotFound(operation) ? notFound(operation, place) : { kind: 'example' }
}

export function parentNotFound(operation: Operation, place: Place): Problem {
  return notFound(operation, parentPlace(place) ?? place)
}

export function conflict(operation: Operation, place: Place, id: string): Problem {
  const detail = `${describePlace({ ...place, id })} exists already`
  const findings = [stateFinding(operation, 'state/exists', detail, BODY)]
  return { kind: 'problem', status: 409, title: 'Conflict', detail, findings }
}

/** @param name of the header that forbids it */
export function preconditionFailed(operation: Operation, name: string, detail: string): Problem {
  const findings = [stateFinding(operation, 'state/precondition', detail, { side: 'request', in: 'header', name })]
  return { kind: 'problem', status: 412, title: 'Precondition Failed', detail, findings }
}

/** What was asked for would make the entity break its schema, or does not fit its state. */
export function unprocessable(operation: Operation, detail: string, statuses: readonly number[] = [422, 400]): Problem {
  const status = statuses.find((candidate) => declares(operation, candidate)) ?? statuses[0] ?? 422
  const titles: Readonly<Record<number, string>> = { 400: 'Bad Request', 409: 'Conflict', 422: 'Unprocessable Content' }
  const findings = [stateFinding(operation, 'state/unfit', detail, BODY)]
  return { kind: 'problem', status, title: titles[status] ?? 'Unprocessable Content', detail, findings }
}

/** RFC 4918 11.5. */
export function stateFull(detail: string): Problem {
  const where: Where = { side: 'request', in: 'url' }
  const finding = { rule: 'state/full', severity: 'error', blame: 'client', message: detail, where } as const
  return { kind: 'problem', status: 507, title: 'Insufficient Storage', detail, findings: [finding] }
}

/** What a behaviour of a user refuses with nothing but a sentence is told like any other refusal. */
export function withFinding(operation: Operation, reply: Reply): Reply {
  if (reply.kind !== 'problem' || reply.findings || reply.status < 400) return reply
  const message = reply.detail ?? reply.title
  return { ...reply, findings: [stateFinding(operation, 'state/refused', message, { side: 'request', in: 'url' })] }
}

function stateFinding(operation: Operation, rule: RuleId, message: string, where: Where): Finding {
  return { rule, severity: 'error', blame: 'client', message, where, spec: operation.at }
}

/** The parameter of the path that names the item, or else the path. */
function whereOfId({ template }: Operation, { parentIds, id }: Place): Where {
  const name = id === '' ? undefined : templateParameters(template)[parentIds.length]
  return name === undefined ? { side: 'request', in: 'url' } : { side: 'request', in: 'path', name }
}

function isNamed({ collection, id }: Place): boolean {
  return id !== '' || collection.kind === 'singleton'
}

/** '/settings' and '/limits' are one thing each, called as many. */
function isPlural({ collection: { kind, name } }: Place): boolean {
  return kind === 'singleton' && singular(name) !== name
}

function describePlace({ collection, id }: Place): string {
  if (collection.kind === 'singleton') return collection.name
  return `${singular(collection.name)} '${shortened(id)}'`
}
