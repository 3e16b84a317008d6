import { createRandom, type Random } from '../src/base/random.js'
import type { Preferences } from '../src/http/prefer.js'
import type { Operation } from '../src/model/api-model.js'

/** The same values on every call of an operation, unless `dynamic` asks for new ones each time. */
export function createRandomFor(
  root: Random,
  isDynamic: boolean,
): (operation: Operation, preferences: Preferences) => Random {
  const calls = new WeakMap<Operation, number>()
  return (operation, { dynamic, seed }) => {
    const stream = seed === undefined ? root : createRandom(seed)
    if (!(dynamic ?? isDynamic)) return stream.fork(operation.id)
    const count = (calls.get(operation) ?? 0) + 1
    calls.set(operation, count)
    return stream.fork(`${operation.id} ${count}`)
  }
}
