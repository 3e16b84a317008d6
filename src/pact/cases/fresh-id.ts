import { jsonEqual } from '../../base/json.js'
import type { Random } from '../../base/random.js'
import { generateValue } from '../../generate/generate-value.js'
import type { Schema } from '../../model/schema.js'

/** Tries before a schema counts as one that has no other value. */
const MAX_TRIES = 5

/**
 * An id of the same kind as one that is known, which nobody is likely to have: a provider that wants UUIDs or digits must
 * see one, else it answers 400 and not 404. Undefined when the schema leaves no other value.
 */
export function freshId(schema: Schema | undefined, known: unknown, random: Random): unknown {
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const stream = random.fork(`fresh ${attempt}`)
    const candidate = similar(known, stream)
    if (candidate !== undefined && !jsonEqual(candidate, known) && (schema?.accepts(candidate, 'request') ?? true)) {
      return candidate
    }
  }
  if (!schema) return undefined
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const options = { direction: 'request', random: random.fork(`other ${attempt}`), ignoreSamples: true } as const
    const { value, valid } = generateValue(schema, options)
    if (valid && !jsonEqual(value, known) && (typeof value === 'string' || typeof value === 'number')) return value
  }
  return undefined
}

/** The same shape in other letters and digits. Hexadecimal digits stay such, and the first digit is no zero. */
function similar(known: unknown, random: Random): unknown {
  if (typeof known === 'number') return Number.isInteger(known) ? random.integer(900_000, 999_999) : undefined
  if (typeof known !== 'string') return undefined
  const isHex = /^[0-9a-f-]+$/i.test(known)
  const letters = isHex ? 'abcdef' : 'abcdefghijklmnopqrstuvwxyz'
  return known.replaceAll(/[a-z]|[0-9]/gi, (char, index: number) => {
    // RFC 9562 4: the version and the variant of a UUID stand at these places.
    if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(known) && (index === 14 || index === 19)) return char
    if (/[0-9]/.test(char)) return String(random.integer(1, 9))
    const letter = random.pick(letters.split(''))
    return char === char.toUpperCase() ? letter.toUpperCase() : letter
  })
}
