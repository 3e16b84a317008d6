import type { RequestValues } from '../../http/compose-request.js'
import { matchMediaRange, parseMediaType } from '../../model/media-type.js'
import type { Attempt } from './case.js'
import { accessOf } from './credentials.js'
import type { Ground } from './ground.js'
import { takeSample } from './sample.js'
import { requestOf } from './success-cases.js'
import { statesOnPath } from './thing-states.js'

/** A media type that nobody declares. */
const UNKNOWN_TYPE = 'application/x-unknown'

export function attemptsAtMediaType(ground: Ground): readonly Attempt[] | string {
  const { operation, router, random } = ground
  if (!operation.body) return 'the operation takes no body'
  if (operation.body.content.some(({ range }) => takesAnything(range))) return 'the operation takes every media type'
  const { values } = takeSample(operation, router, { random, mode: 'full' })
  if (values.body === undefined) return 'no body was found that could be sent'
  return [
    attempt(ground, 415, 'unknownMediaType', `with a body in ${UNKNOWN_TYPE}`, values, {
      'content-type': UNKNOWN_TYPE,
    }),
  ]
}

function takesAnything(range: ReturnType<typeof parseMediaType>): boolean {
  const unknown = parseMediaType(UNKNOWN_TYPE)
  return range !== undefined && unknown !== undefined && matchMediaRange(range, unknown) > 0
}

export function attemptsAtNotAcceptable(ground: Ground): readonly Attempt[] | string {
  const { operation, minimal } = ground
  const offered = operation.responses
    .filter(({ key }) => key.startsWith('2') || key === 'default')
    .flatMap(({ content }) => content)
  if (offered.length === 0) return 'the operation answers without a body, which is always acceptable'
  if (offered.some(({ range }) => takesAnything(range))) return 'the operation answers in every media type'
  return [
    attempt(ground, 406, 'notAcceptable', `by a client that accepts ${UNKNOWN_TYPE} only`, minimal.values, {
      accept: UNKNOWN_TYPE,
    }),
  ]
}

// RFC 9110 13.1.2: '*' matches whatever is there, so no tag needs to be known.
export function attemptsAtUnmodified(ground: Ground): readonly Attempt[] | string {
  const { operation, minimal, role } = ground
  if (operation.method !== 'GET' && operation.method !== 'HEAD')
    return '304 answers GET and HEAD only (RFC 9110 15.4.5)'
  if (role.kind !== 'read' && role.kind !== 'readSingleton') return 'only reading a thing is known to be conditional'
  return [
    attempt(ground, 304, 'unmodified', 'that asks for another version than the present one', minimal.values, {
      'if-none-match': '*',
    }),
  ]
}

export function attemptsAtPrecondition(ground: Ground): readonly Attempt[] | string {
  const { minimal, role } = ground
  if (!['replace', 'upsert', 'patch', 'remove'].includes(role.kind))
    return 'only a change of a thing is known to be conditional'
  return [
    attempt(ground, 412, 'staleVersion', 'for a version that is not the present one', minimal.values, {
      'if-match': '"no-such-version"',
    }),
  ]
}

function attempt(
  ground: Ground,
  status: number,
  cause: string,
  why: string,
  values: RequestValues,
  headers: Readonly<Record<string, string>>,
): Attempt {
  return {
    cause,
    why,
    status,
    states: [...statesOnPath(ground, values), ...accessOf(ground.operation, 'allowed').states],
    request: { ...requestOf(ground, values), headers },
  }
}
