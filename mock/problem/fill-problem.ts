/**
 * A Problem said in an error schema that somebody else designed: members are filled by what their names mean, each value
 * only where its own schema accepts it.
 */
import { copyToAddTo, isRecord, own, setOwn } from '../../src/base/json.js'
import { onceFor } from '../../src/base/once.js'
import { createRandom } from '../../src/base/random.js'
import { generateValue, type Generated } from '../../src/generate/generate-value.js'
import type { Schema } from '../../src/model/schema.js'
import { plain } from '../../src/resources/words.js'
import { detailOf, meaningOf, type Meaning, type ProblemContext } from './error-meanings.js'
import type { DescribedFinding } from './findings-header.js'

type Members = Record<string, unknown>

/** What an error schema asks for; worked out once, because every refusal needs it. */
interface ErrorShape {
  readonly members: readonly Member[]
  /** The members' names, plain. */
  readonly words: ReadonlySet<string>
}

interface Member {
  readonly name: string
  /** The name, plain. */
  readonly word: string
  readonly schema: Schema
  readonly meaning: Meaning | undefined
}

const MAX_DEPTH = 4
const MAX_ITEMS = 20

/**
 * Undefined when the schema gives nothing to fill. Where nothing fits the schema (a `oneOf` of errors that are all alike), what
 * comes nearest: clients look for these members in this media type, and in no other.
 */
export function fillProblem(schema: Schema, context: ProblemContext): unknown {
  const base = context.example ?? skeleton(schema)
  const filled = fill(schema, base, context, 0)
  if (schema.accepts(filled, 'response')) return filled
  if (schema.accepts(base, 'response')) return base
  return whole(schema) ?? filled
}

/** Members whose meaning we do not know: generated once and reused, so that refusing costs no more than answering. */
const skeleton = onceFor((schema: Schema): unknown => generated(schema, 'minimal').value)

/** With all its members, where that is accepted. */
const whole = onceFor((schema: Schema): unknown => {
  const { valid, value } = generated(schema, 'full')
  return valid ? value : undefined
})

function generated(schema: Schema, mode: 'minimal' | 'full'): Generated {
  return generateValue(schema, { direction: 'response', random: createRandom(schema.at), mode })
}

function fill(schema: Schema, base: unknown, context: ProblemContext, depth: number): unknown {
  const shape = shapeOf(schema)
  if (shape.members.length === 0) return fillScalar(schema, base, context)
  if (!isRecord(base)) return base
  const members: Members = copyToAddTo(base)
  for (const member of shape.members) {
    const value = memberValue(member, own(members, member.name), context, shape.words, depth)
    if (value !== undefined) setOwn(members, member.name, value)
  }
  return members
}

/** An error body that is a bare string, or a list of them. */
function fillScalar(schema: Schema, base: unknown, context: ProblemContext): unknown {
  return [detailOf(context), [detailOf(context)]].find((value) => schema.accepts(value, 'response')) ?? base
}

function memberValue(
  { word, schema, meaning }: Member,
  base: unknown,
  context: ProblemContext,
  siblings: ReadonlySet<string>,
  depth: number,
): unknown {
  const known = meaning && firstFit(meaning(context, schema, siblings), schema)
  if (known !== undefined) return known
  if (depth >= MAX_DEPTH) return base
  const items = itemsOf(schema)
  if (items && LISTS.test(word)) {
    const listed = listedFindings(word, context.findings)
    const saysItself = context.findings.length === 0 && !context.isItem && isOnlyWord(word, siblings)
    const itself = saysItself ? [fill(items, skeleton(items), context, depth + 1)] : undefined
    const list = listed.length > 0 ? listOf(items, listed, context, depth) : itself
    if (list !== undefined && schema.accepts(list, 'response')) return list
  }
  if (CONTAINERS.test(word) && shapeOf(schema).members.length > 0) {
    const filled = fill(schema, base ?? skeleton(schema), context, depth + 1)
    if (schema.accepts(filled, 'response')) return filled
  }
  return base
}

function firstFit(candidates: Iterable<unknown>, schema: Schema): unknown {
  for (const value of candidates) if (value !== undefined && schema.accepts(value, 'response')) return value
  return undefined
}

/** `{ errors: [{ title }] }`: nothing beside the list tells what is wrong. */
function isOnlyWord(word: string, siblings: ReadonlySet<string>): boolean {
  const tells = /^(message|msg|errormessage|errordescription|description|details?|title|reason|error)$/
  return (
    /^(errors?|errorlist|messages|problems|issues)$/.test(word) && ![...siblings].some((other) => tells.test(other))
  )
}

/** One item for each finding: its sentence, or an object of the same kind filled for it alone. */
function listOf(
  items: Schema,
  findings: readonly DescribedFinding[],
  context: ProblemContext,
  depth: number,
): unknown[] {
  return findings.slice(0, MAX_ITEMS).map((finding) => {
    if (items.accepts(finding.message, 'response') && shapeOf(items).members.length === 0) return finding.message
    const alone: ProblemContext = {
      ...context,
      findings: [finding],
      isItem: true,
      problem: { ...context.problem, detail: finding.message },
    }
    return fill(items, skeleton(items), alone, depth + 1)
  })
}

/** A refusal because of the state is an error like any other, but not the fault of a field. */
function listedFindings(word: string, findings: readonly DescribedFinding[]): readonly DescribedFinding[] {
  const isOfErrors = /^(errors?|errorlist|messages|issues|problems)$/.test(word)
  return isOfErrors ? findings : findings.filter(({ rule }) => !rule.startsWith('state/'))
}

const CONTAINERS = /^(error|errors|fault|problem|status|meta|data|result|detail|details|response)$/
const LISTS =
  /^(errors?|errorlist|violations|fieldviolations|details?|causes|issues|problems|validationerrors?|messages|invalidparams|invalidfields|fields|fielderrors|suberrors|badrequest)$/

const shapeOf = onceFor(readShape)

function readShape(schema: Schema): ErrorShape {
  const members = [...collectProperties(schema, 0)].map(([name, property]): Member => {
    const word = plain(name)
    return { name, word, schema: property, meaning: meaningOf(word) }
  })
  return { members, words: new Set(members.map(({ word }) => word)) }
}

/** Own properties and those of every part that must hold; of alternatives the first. */
function collectProperties(schema: Schema, depth: number): Map<string, Schema> {
  const found = new Map<string, Schema>()
  if (depth > MAX_DEPTH) return found
  const add = (part: Schema | undefined) => {
    if (part)
      for (const [name, property] of collectProperties(part, depth + 1)) if (!found.has(name)) found.set(name, property)
  }
  for (const name of schema.keys('properties')) {
    const property = schema.child('properties', name)
    if (property) found.set(name, property)
  }
  add(schema.target)
  schema.list('allOf').forEach(add)
  add(schema.list('oneOf')[0])
  add(schema.list('anyOf')[0])
  return found
}

function itemsOf(schema: Schema): Schema | undefined {
  return schema.child('items') ?? schema.target?.child('items')
}
