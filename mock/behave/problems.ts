import type { Operation } from '../../src/model/api-model.js'
import { declares } from '../../src/resources/success.js'
import type { Problem } from './behaviour.js'
import { parentPlace, type Place } from './place.js'
import { singular } from '../../src/resources/words.js'

/** The item, or the first thing above it, is not there. */
export function notFound(operation: Operation, place: Place): Problem {
  const status = declares(operation, 410) && !declares(operation, 404) ? 410 : 404
  return {
    kind: 'problem',
    status,
    title: status === 410 ? 'Gone' : 'Not Found',
    detail: `there is no ${describePlace(place)}`,
  }
}

export function parentNotFound(operation: Operation, place: Place): Problem {
  return notFound(operation, parentPlace(place) ?? place)
}

export function conflict(place: Place, id: string): Problem {
  return {
    kind: 'problem',
    status: 409,
    title: 'Conflict',
    detail: `${describePlace({ ...place, id })} exists already`,
  }
}

export function preconditionFailed(detail: string): Problem {
  return { kind: 'problem', status: 412, title: 'Precondition Failed', detail }
}

/** What was asked for would make the entity break its schema, or does not fit its state. */
export function unprocessable(operation: Operation, detail: string, statuses: readonly number[] = [422, 400]): Problem {
  const status = statuses.find((candidate) => declares(operation, candidate)) ?? statuses[0] ?? 422
  const titles: Readonly<Record<number, string>> = { 400: 'Bad Request', 409: 'Conflict', 422: 'Unprocessable Content' }
  return { kind: 'problem', status, title: titles[status] ?? 'Unprocessable Content', detail }
}

function describePlace({ collection, id }: Place): string {
  if (collection.kind === 'singleton') return collection.name
  return `${singular(collection.name)} '${id}'`
}
