import { unreachable } from '../base/unreachable.js'
import type { Direction, Schema } from '../model/schema.js'
import { createTypeNames, nameOfPlace, type TypeNames } from './type-names.js'
import { describe, docComment } from './type-text.js'
import { inlineSchemas, isMarked, writeSchemaType, type Refs } from './write-schema-type.js'

/** The named types of a module: grows with what refers to them. */
export interface Declarations {
  readonly refs: Refs
  readonly names: TypeNames
  /** Sees to it that a component has a type, whether or not anything refers to it. */
  declare(schema: Schema): void
  /** Everything that was asked for, and what that refers to. */
  write(): readonly string[]
}

interface Declared {
  readonly schema: Schema
  readonly direction: Direction
  readonly name: string
}

/**
 * A schema has one type, or two where `readOnly` or `writeOnly` make what is sent another thing than what is answered:
 * then `PetRequest` is what clients send.
 */
export function createDeclarations(): Declarations {
  const names = createTypeNames()
  const declared = new Map<string, Declared>()
  const written: Declared[] = []
  const marked = createMarked()
  let current: Schema | undefined

  function declare(schema: Schema, direction: Direction): Declared {
    const differs = direction === 'request' && marked(schema)
    const key = `${schema.at}${differs ? ' request' : ''}`
    const known = declared.get(key)
    if (known) return known
    const name = schema.name ?? nameOfPlace(schema.at)
    const made: Declared = {
      schema,
      direction: differs ? 'request' : 'response',
      name: differs ? names.nameFor(`${declare(schema, 'response').name}Request`) : names.nameFor(name),
    }
    declared.set(key, made)
    written.push(made)
    return made
  }

  const refs: Refs = (target, direction, isBare) => {
    // `type A = A | string` does not compile, and as a schema it says no more than `string` does.
    if (isBare && current && leadsBareTo(target, current)) return 'unknown'
    return declare(target, direction).name
  }

  return {
    refs,
    names,
    declare: (schema) => void declare(schema, 'response'),
    write() {
      const texts: string[] = []
      for (const { schema, direction, name } of written) {
        current = schema
        const comment = docComment(describe(schema.node)) || documentedBy(direction)
        texts.push(`${comment}export type ${name} = ${writeSchemaType(schema, direction, refs, true)}\n`)
        current = undefined
      }
      return texts
    },
  }
}

function documentedBy(direction: Direction): string {
  switch (direction) {
    case 'request':
      return '/** As it is sent. */\n'
    case 'response':
      return ''
    default:
      return unreachable(direction)
  }
}

/** Whether one type is reached from another with nothing but choices and sums between. */
function leadsBareTo(from: Schema, to: Schema, seen = new Set<string>()): boolean {
  if (from.at === to.at) return true
  if (seen.has(from.at)) return false
  seen.add(from.at)
  return [
    ...(from.target ? [from.target] : []),
    ...['allOf', 'oneOf', 'anyOf'].flatMap((keyword) => from.list(keyword)),
  ].some((part) => leadsBareTo(part, to, seen))
}

/** Whether `readOnly` or `writeOnly` stands on a property of a schema, or of one that it refers to. */
function createMarked(): (schema: Schema) => boolean {
  const known = new Map<string, boolean>()
  return (schema) => {
    const answer = known.get(schema.at)
    if (answer !== undefined) return answer
    const reached = new Set<string>()
    const found = reaches(schema, reached, known)
    // Nothing that was looked through without success has a mark; of a success only the start is known.
    if (!found) for (const at of reached) known.set(at, false)
    known.set(schema.at, found)
    return found
  }
}

function reaches(schema: Schema, reached: Set<string>, known: ReadonlyMap<string, boolean>): boolean {
  const queue = [schema]
  for (const next of queue) {
    if (reached.has(next.at)) continue
    reached.add(next.at)
    if (known.get(next.at) === true) return true
    for (const part of inlineSchemas(next)) {
      if (part.target) queue.push(part.target)
      for (const key of part.keys('properties')) {
        const property = part.child('properties', key)
        if (property && (isMarked(property, 'readOnly') || isMarked(property, 'writeOnly'))) return true
      }
    }
  }
  return false
}
