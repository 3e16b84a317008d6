import type { Finding } from '../../base/finding.js'
import { pointerKeys } from '../../base/json-pointer.js'
import { describeValue } from '../../base/text.js'
import { breakValue } from '../../generate/break-value.js'
import type { RequestValues } from '../../http/compose-request.js'
import type { Operation, Parameter } from '../../model/api-model.js'
import { isJsonType } from '../../model/media-type.js'
import { type Attempt, idPart } from './case.js'
import { accessOf } from './credentials.js'
import type { Ground } from './ground.js'
import { takeSample, tryRequest } from './sample.js'
import { requestOf } from './success-cases.js'
import { statesAbove } from './thing-states.js'

const MAX_INVALID = 5

/** What servers look at first: an early kind is refused by nearly all of them. */
const KINDS = [
  'missingBody',
  'required',
  'missing',
  'type',
  'enum',
  'syntax',
  'minimum',
  'maximum',
  'pattern',
  'minLength',
  'maxLength',
]

interface Broken {
  readonly cause: string
  readonly why: string
  readonly kind: string
  readonly values: RequestValues
  /** A path parameter that is broken, and so not carried. */
  readonly parameter?: string
}

/** Requests that break one rule each, a bounded number of them, different kinds first. */
export function attemptsAtInvalid(ground: Ground, status: number): readonly Attempt[] | string {
  const { operation, router, random, minimal, options } = ground
  const full = takeSample(operation, router, { random, mode: 'full' })
  const start: RequestValues =
    full.findings.length === 0
      ? { ...full.values, params: { ...full.values.params, path: minimal.values.params.path } }
      : minimal.values
  const isRefused = ({ values }: Broken) => {
    const findings = tryRequest(operation, router, values)
    return findings !== undefined && findings.length > 0 && statusFor(operation, findings) === status
  }
  const candidates = [...brokenParameters(operation, start), ...brokenBodies(operation, start)]
  const chosen = choose(candidates, isRefused, options.maxInvalid ?? MAX_INVALID)
  if (chosen.length === 0) return 'the document sets no rule that a request could break in this way'
  return chosen.map((broken) => {
    const { cause, why, values, parameter } = broken
    return {
      cause,
      why,
      status,
      orElse: othersFor(operation, status, broken),
      states: [...statesAbove(ground, minimal.values, parameter), ...accessOf(operation, 'allowed').states],
      request: requestOf(ground, values, parameter === undefined ? {} : { fresh: parameter }),
    }
  })
}

/**
 * What else a provider may say that keeps to the document: of an id that none can be, that nothing is there; of no body, that
 * its media type is none; and where both 400 and 422 are declared, the line between them is drawn by each server.
 */
function othersFor(operation: Operation, status: number, { parameter, kind }: Broken): readonly number[] {
  const declares = (key: string) => operation.responses.some((response) => response.key === key)
  const others = [
    ...(declares('400') && declares('422') ? [400, 422] : []),
    ...(parameter !== undefined && ['404', '4XX', 'default'].some(declares) ? [404] : []),
    ...(kind === 'missingBody' && declares('415') ? [415] : []),
  ]
  return others.filter((other) => other !== status)
}

/** RFC 9110 15.5.1 and 15.5.21: where both are declared, 422 is for what could be read and breaks a rule. */
function statusFor({ responses }: Operation, findings: readonly Finding[]): number {
  if (findings.some(({ rule }) => rule === 'request/media-type')) return 415
  const declares = (key: string) => responses.some((response) => response.key === key)
  if (!declares('422')) return 400
  if (!declares('400')) return 422
  return findings.every(({ rule }) => rule === 'request/body-schema') ? 422 : 400
}

/** One of each kind in the order of the kinds, then the second of each, and so on. */
function choose(all: readonly Broken[], isRefused: (broken: Broken) => boolean, most: number): readonly Broken[] {
  const rank = (kind: string) => (KINDS.includes(kind) ? KINDS.indexOf(kind) : KINDS.length)
  const kinds = [...new Set(all.map(({ kind }) => kind))].sort((a, b) => rank(a) - rank(b))
  let queues = kinds.map((kind) => all.filter((each) => each.kind === kind).values())
  const chosen: Broken[] = []
  while (queues.length > 0 && chosen.length < most) {
    queues = queues.filter((queue) => {
      if (chosen.length >= most) return false
      for (const broken of queue) {
        if (!isRefused(broken)) continue
        chosen.push(broken)
        return true
      }
      return false
    })
  }
  return chosen
}

function brokenParameters(operation: Operation, start: RequestValues): Broken[] {
  return operation.parameters.flatMap((parameter) => [
    ...missingParameter(parameter, start),
    ...brokenValues(parameter, start),
  ])
}

function missingParameter({ name, in: location, required }: Parameter, start: RequestValues): Broken[] {
  if (!required || location === 'path' || !Object.hasOwn(start.params[location], name)) return []
  const rest = Object.fromEntries(Object.entries(start.params[location]).filter(([key]) => key !== name))
  const values = { ...start, params: { ...start.params, [location]: rest } }
  return [
    { cause: `missing${idPart(name)}`, why: `without the ${location} parameter ${name}`, kind: 'missing', values },
  ]
}

function brokenValues({ name, in: location, schema }: Parameter, start: RequestValues): Broken[] {
  const value = start.params[location][name]
  if (!schema || value === undefined || location === 'querystring') return []
  return breakValue(schema, value).flatMap(({ value: broken, keyword, at }) => {
    // An empty segment is another path, and no header or path holds control characters.
    if (!canBeWritten(broken, location)) return []
    const values = { ...start, params: { ...start.params, [location]: { ...start.params[location], [name]: broken } } }
    const cause = `invalid${idPart(name, ...pointerKeys(at), keyword)}`
    const why = `with ${describeValue(broken, 30)} for the ${location} parameter ${name}`
    return [{ cause, why, kind: keyword, values, ...(location === 'path' ? { parameter: name } : {}) }]
  })
}

function canBeWritten(value: unknown, location: string): boolean {
  if (value === '' || value === undefined || value === null) return false
  if (typeof value !== 'string') return location === 'query' || typeof value !== 'object'
  return location === 'query'
    ? !value.includes('\u0000')
    : /^[\x21-\x2e\x30-\x7e]+$/.test(value) && !/^\.+$/.test(value)
}

function brokenBodies({ body }: Operation, start: RequestValues): Broken[] {
  if (!body) return []
  const none: Broken[] = body.required
    ? [
        {
          cause: 'missingBody',
          why: 'without a body',
          kind: 'missingBody',
          values: { ...start, body: undefined, mediaType: undefined },
        },
      ]
    : []
  const media = body.content.find(({ declared }) => declared === start.mediaType)
  if (!media?.range || !isJsonType(media.range) || start.serialized) return none
  const malformed: Broken = {
    cause: 'malformedBody',
    why: 'with a body that is no JSON',
    kind: 'syntax',
    values: { ...start, body: '{"', serialized: true },
  }
  const broken = media.schema ? breakValue(media.schema, start.body) : []
  return [
    ...none,
    malformed,
    ...broken.map(({ value, keyword, at }): Broken => ({
      cause: `invalid${idPart('body', ...pointerKeys(at), keyword)}`,
      why: `with a body that breaks ${keyword}${at === '' ? '' : ` at ${at}`}`,
      kind: keyword,
      values: { ...start, body: value },
    })),
  ]
}
