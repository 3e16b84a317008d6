import { documentFinding } from '../base/document-finding.js'
import type { Finding } from '../base/finding.js'
import { ROOT, type JsonPointer } from '../base/json-pointer.js'
import { parsedJson } from '../base/json.js'
import { describeValue } from '../base/text.js'
import type { Example, MediaTypeSpec } from '../model/api-model.js'
import { isJsonType } from '../model/media-type.js'
import type { Schema, SchemaIssue } from '../model/schema.js'
import { gather } from './gather.js'
import { generateValue, startBuild, type GenerateOptions } from './generate-value.js'
import { repairValue } from './repair-value.js'

export interface AnswerOptions extends GenerateOptions {
  /** `Prefer: example=`: this one before all others. */
  readonly example?: string
  /** `Prefer: dynamic=true`, `--ignoreExamples`: generates although there are examples. */
  readonly ignoreExamples?: boolean
}

export interface Answer {
  /** Undefined when the document says nothing about it: neither schema nor example. */
  readonly value: unknown
  /** True when `value` is already the text on the wire. */
  readonly serialized: boolean
  readonly source: 'example' | 'repaired' | 'generated' | 'none'
  /** The example's name, where it has one. */
  readonly name: string | undefined
  /** False: no value was found that the schema accepts, and this is the nearest; `findings` tell why. */
  readonly valid: boolean
  /** Examples that break their schema, and schemas that nothing satisfies. Repeated calls repeat them. */
  readonly findings: readonly Finding[]
}

/**
 * What to answer (or send) for a media type, in the order: the example that was asked for, the media type's `example`, the
 * first of its `examples`, the schema's own samples, generated. A broken example is mended as little as possible.
 */
export function answerExample(media: MediaTypeSpec, options: AnswerOptions): Answer {
  if (media.itemSchema && !media.schema) return sequence(media, media.itemSchema, options)
  return answerFor(media.schema, media.examples, options, media.range === undefined || isJsonType(media.range))
}

/** The same for anything that has a schema and examples: parameters, parts, messages. */
export function answerFor(
  schema: Schema | undefined,
  examples: readonly Example[],
  options: AnswerOptions,
  json: boolean,
): Answer {
  const findings: Finding[] = []
  if (!options.ignoreExamples) {
    const offered = inOrder(schema, examples)
    const wanted = options.example === undefined ? [] : offered.filter(({ name }) => name === options.example)
    const answer =
      fromExamples(schema, wanted, options, json, findings) ??
      fromExamples(
        schema,
        offered.filter((example) => !wanted.includes(example)),
        options,
        json,
        findings,
      )
    if (answer) return answer
  }
  if (!schema) return { value: undefined, serialized: false, source: 'none', name: undefined, valid: true, findings }
  return generated(schema, options, findings)
}

/** The first that is right as it stands; else the first that can be mended. */
function fromExamples(
  schema: Schema | undefined,
  offered: readonly Example[],
  options: AnswerOptions,
  json: boolean,
  findings: Finding[],
): Answer | undefined {
  for (const example of offered) {
    const answer = asWritten(schema, example, options, json)
    if (answer) return { ...answer, findings }
    findings.push(invalidExample(schema, example, options))
  }
  for (const example of offered) {
    const value = schema && mendedExample(schema, example, options)
    if (value !== undefined) {
      return { value, serialized: false, source: 'repaired', name: nameOf(example), valid: true, findings }
    }
  }
  return undefined
}

function generated(schema: Schema, options: GenerateOptions, findings: Finding[]): Answer {
  const { value, valid, keyword, at } = generateValue(schema, options)
  if (!valid) findings.push(unsatisfiable(schema, keyword ?? 'schema', at ?? ROOT))
  return { value, serialized: false, source: 'generated', name: undefined, valid, findings }
}

// OpenAPI 3.1.1 'Media Type Object': its example overrides the schema's.
function inOrder(schema: Schema | undefined, examples: readonly Example[]): Example[] {
  const own = schema ? gather([schema]).samples : []
  return [...examples, ...own.map((value) => ({ name: '', value, serialized: false, at: schema?.at ?? ROOT }))]
}

function asWritten(
  schema: Schema | undefined,
  example: Example,
  { direction }: GenerateOptions,
  json: boolean,
): Omit<Answer, 'findings'> | undefined {
  const { value, serialized } = example
  const found = { source: 'example', name: nameOf(example), valid: true } as const
  if (!schema) return { ...found, value, serialized }
  if (!serialized && schema.accepts(value, direction)) return { ...found, value, serialized }
  if (typeof value !== 'string') return undefined
  // Text of another media type (XML, CSV) is what goes on the wire: its schema speaks of what it is read as.
  if (!json) return { ...found, value, serialized: true }
  const parsed = parsedQuickly(value)
  if (parsed !== undefined && schema.accepts(parsed, direction)) return { ...found, value: parsed, serialized: false }
  return undefined
}

function mendedExample(schema: Schema, { value }: Example, options: GenerateOptions): unknown {
  const whole = typeof value === 'string' ? (parsedQuickly(value) ?? value) : value
  // Authors show one item where they declare a list.
  if (!Array.isArray(whole) && schema.accepts([whole], options.direction)) return [whole]
  // Nothing of a value of another type can be kept: a generated one says more than the least that fits.
  if (typeof whole !== 'object' || schema.issues(whole, options.direction).some(isOfOtherType)) return undefined
  for (const careful of [false, true]) {
    const way = { mode: 'minimal', careful, samples: careful, forced: careful } as const
    const mended = repairValue(startBuild(options, way), schema, whole)
    if (mended !== undefined) return mended
  }
  return undefined
}

function isOfOtherType({ at, keyword }: SchemaIssue): boolean {
  return at === ROOT && keyword === 'type'
}

function sequence(media: MediaTypeSpec, itemSchema: Schema, options: AnswerOptions): Answer {
  const given = options.ignoreExamples ? [] : media.examples
  const example = given.find(({ name }) => name === options.example) ?? given[0]
  if (example) {
    const { value, serialized } = example
    return { value, serialized, source: 'example', name: nameOf(example), valid: true, findings: [] }
  }
  const findings: Finding[] = []
  const items = [0, 1].map((index) => {
    return generated(itemSchema, { ...options, random: options.random.fork(`item ${index}`) }, findings)
  })
  const value = items.map((item) => item.value)
  return {
    value,
    serialized: false,
    source: 'generated',
    name: undefined,
    valid: items.every(({ valid }) => valid),
    findings,
  }
}

function nameOf({ name }: Example): string | undefined {
  return name === '' ? undefined : name
}

function parsedQuickly(text: string): unknown {
  return /^\s*[[{"\dtfn-]/.test(text) ? parsedJson(text) : undefined
}

function invalidExample(schema: Schema | undefined, example: Example, { direction }: GenerateOptions): Finding {
  const issue = schema?.issues(example.value, direction)[0]
  const place = issue && issue.at !== ROOT ? ` at ${issue.at}` : ''
  const called = example.name === '' ? 'example' : `example ${describeValue(example.name)}`
  return documentFinding(
    'document/invalid-example',
    'warning',
    example.at,
    `${called}${place}: ${issue?.message ?? 'breaks its schema'}`,
  )
}

function unsatisfiable(schema: Schema, keyword: string, at: JsonPointer): Finding {
  const place = at === ROOT ? '' : ` at ${at}`
  return documentFinding(
    'document/unsatisfiable',
    'warning',
    schema.at,
    `found no value${place} that satisfies ${describeValue(keyword)}`,
  )
}
