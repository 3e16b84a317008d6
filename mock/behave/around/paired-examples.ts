import { jsonEqual } from '../../../src/base/json.js'
import { soon } from '../../../src/base/soon.js'
import type { Example, Operation } from '../../../src/model/api-model.js'
import type { Behaviour, Call, World } from '../behaviour.js'

/** Examples of one name, in what is sent and in what is answered. */
interface Pair {
  readonly name: string
  readonly status: number
  readonly sent: readonly Sample[]
}

interface Sample {
  readonly from: (call: Call) => unknown
  readonly value: unknown
}

/** Whether it has come to these is told by the state and by the request itself, not by examples. */
const NEVER_BY_EXAMPLE = new Set([405, 406, 409, 412, 413, 415])

/**
 * Authors, and tools that play examples, give those of a request and of its answer one name: who sends the one is answered
 * with the other. What clients wrote goes before: a success is told from examples only where it would be anyway.
 * @param isHeld whether the state has what the call is about; then an example does not tell that it is missing
 */
export function inPairs(
  operation: Operation,
  behaviour: Behaviour,
  isHeld: (call: Call, world: World) => boolean = () => false,
): Behaviour {
  const pairs = pairsOf(operation)
  if (pairs.length === 0) return behaviour
  return (call, world) => {
    const pair = pairFor(pairs, call)
    if (!pair) return behaviour(call, world)
    const { name, status } = pair
    if (status < 400) {
      return soon(behaviour(call, world), (reply) => {
        const isOpen = reply.kind === 'example' && reply.name === undefined && (reply.status ?? status) === status
        return isOpen ? { ...reply, status, name } : reply
      })
    }
    return isMissing(status) && isHeld(call, world) ? behaviour(call, world) : { kind: 'example', status, name }
  }
}

/** The pair of which most was sent, and nothing otherwise; what is left out contradicts nothing. */
function pairFor(pairs: readonly Pair[], call: Call): Pair | undefined {
  let best: Pair | undefined
  let most = 0
  for (const pair of pairs) {
    const score = scoreOf(pair, call)
    if (score > most) {
      best = pair
      most = score
    }
  }
  return best
}

function scoreOf({ sent }: Pair, call: Call): number {
  let score = 0
  for (const { from, value } of sent) {
    const found = from(call)
    if (found === undefined) continue
    if (!isSame(found, value)) return 0
    score++
  }
  return score
}

/** Authors write examples of numbers as text, and of text as numbers. */
function isSame(found: unknown, value: unknown): boolean {
  return jsonEqual(found, value) || (typeof found !== 'object' && String(found) === String(value))
}

/** Whether an example of what is sent, by its name, is one of something that is not there. */
export function isOfMissing(operation: Operation): (name: string) => boolean {
  const missing = new Set(pairsOf(operation).flatMap(({ name, status }) => (isMissing(status) ? [name] : [])))
  return (name) => missing.has(name)
}

function isMissing(status: number): boolean {
  return status === 404 || status === 410
}

/** Successes first. Errors only beside them: one name for everything ('default') pairs nothing. */
function pairsOf(operation: Operation): readonly Pair[] {
  const sent = sentExamples(operation)
  if (sent.size === 0) return []
  const statuses = answeredExamples(operation, sent)
  const pairs = [...statuses].map(([name, status]) => ({ name, status, sent: sent.get(name) ?? [] }))
  const successes = pairs.filter(({ status }) => status < 400)
  if (successes.length === 0) return []
  return [...successes, ...pairs.filter(({ status }) => status >= 400 && !NEVER_BY_EXAMPLE.has(status))]
}

function sentExamples({ parameters, body }: Operation): Map<string, Sample[]> {
  const sent = new Map<string, Sample[]>()
  const add = (examples: readonly Example[], from: Sample['from']): void => {
    for (const { name, value, serialized } of examples) {
      if (name === '' || serialized) continue
      const known = sent.get(name)
      if (known) known.push({ from, value })
      else sent.set(name, [{ from, value }])
    }
  }
  for (const parameter of parameters) {
    add(parameter.content?.examples ?? parameter.examples, ({ params }) => params[parameter.in][parameter.name])
  }
  for (const { examples } of body?.content.slice(0, 1) ?? []) add(examples, (call) => call.body)
  return sent
}

/** The lowest status in whose answers a name stands. */
function answeredExamples({ responses }: Operation, names: ReadonlyMap<string, unknown>): Map<string, number> {
  const statuses = new Map<string, number>()
  for (const { key, content } of responses) {
    if (!/^\d{3}$/.test(key)) continue
    for (const { name } of content.flatMap(({ examples }) => examples)) {
      if (names.has(name)) statuses.set(name, Math.min(Number(key), statuses.get(name) ?? Infinity))
    }
  }
  return statuses
}
