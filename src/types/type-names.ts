import { pointerKeys, type JsonPointer } from '../base/json-pointer.js'

/** Words that no type may be called, and names that the written module or its reader means something else by. */
const TAKEN = [
  ...[
    'any',
    'bigint',
    'boolean',
    'never',
    'null',
    'number',
    'object',
    'string',
    'symbol',
    'undefined',
    'unknown',
    'void',
  ],
  ...['Array', 'Date', 'Error', 'Function', 'Map', 'Object', 'Promise', 'Record', 'Set', 'String', 'Number', 'Boolean'],
  ...['Uint8Array', 'Operations', 'Partial', 'Pick', 'Omit', 'Readonly', 'Required', 'Exclude', 'Extract'],
]

/** Gives each thing a name that is a TypeScript identifier and that nothing else has. */
export interface TypeNames {
  /** @param wanted any text: 'pet-list' becomes PetList; a second PetList becomes PetList2 */
  nameFor(wanted: string): string
}

export function createTypeNames(): TypeNames {
  const taken = new Set(TAKEN)
  return {
    nameFor(wanted) {
      const base = toIdentifier(wanted)
      let name = base
      for (let nth = 2; taken.has(name); nth++) name = `${base}${nth}`
      taken.add(name)
      return name
    },
  }
}

/** What a schema without a name of its own is called by: the last telling step on the way to it. */
export function nameOfPlace(at: JsonPointer): string {
  const keys = pointerKeys(at).filter((key) => !/^\d+$/.test(key) && !STRUCTURE.has(key))
  return keys.at(-1)?.replace(/^.*\//, '') ?? 'Schema'
}

const STRUCTURE = new Set([
  ...['schema', 'schemas', 'properties', 'items', 'allOf', 'oneOf', 'anyOf', 'content', 'responses', 'components'],
  ...['additionalProperties', 'definitions', 'paths', 'parameters', 'requestBody', '$defs', 'x-lockstep-files'],
])

/** As it stands where that is an identifier already; else in PascalCase. */
function toIdentifier(text: string): string {
  if (/^[A-Z_$][\w$]*$/.test(text)) return text
  const words = text.split(/[^\p{ID_Continue}$]+/u).filter((word) => word !== '')
  const joined = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('')
  return joined === '' ? 'Schema' : /^[\p{ID_Start}_$]/u.test(joined) ? joined : `_${joined}`
}
