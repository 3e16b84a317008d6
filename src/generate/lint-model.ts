import { documentFinding } from '../base/document-finding.js'
import type { Finding } from '../base/finding.js'
import { createRandom } from '../base/random.js'
import { pointerTo } from '../base/json-pointer.js'
import type { ApiModel, Example, MediaTypeSpec, Operation } from '../model/api-model.js'
import { isJsonType } from '../model/media-type.js'
import type { Direction, Schema } from '../model/schema.js'
import { answerFor } from './answer-example.js'
import { generateValue } from './generate-value.js'
import { lintSamples } from './lint-samples.js'

/** Compiles every schema that an operation uses, and holds every example to its schema. Seconds on a large document. */
export function lintModel(model: ApiModel): readonly Finding[] {
  return [
    ...model.operations.flatMap(lintOperation),
    ...lintSamples(model.operations.flatMap(schemasOf)),
    ...lintSatisfiable(model.operations),
  ]
}

function schemasOf({ parameters, body, responses }: Operation): Schema[] {
  const media = [
    ...parameters.map(({ content }) => content),
    ...(body?.content ?? []),
    ...responses.flatMap(({ content }) => content),
  ]
  const headers = responses.flatMap((response) => response.headers)
  const schemas = [...parameters, ...headers, ...media].map((holder) => holder?.schema)
  return [...schemas, ...media.map((holder) => holder?.itemSchema)].filter((schema) => schema !== undefined)
}

function lintOperation(operation: Operation): Finding[] {
  const { parameters, body, responses } = operation
  return [
    ...parameters.flatMap(({ schema, examples }) => lintExamples(schema, examples, 'request')),
    ...(body?.content ?? []).flatMap((media) => lintMedia(media, 'request')),
    ...responses.flatMap(({ content, headers }) => [
      ...content.flatMap((media) => lintMedia(media, 'response')),
      ...headers.flatMap(({ schema, examples }) => lintExamples(schema, examples, 'response')),
    ]),
  ]
}

function lintMedia({ range, schema, examples }: MediaTypeSpec, direction: Direction): Finding[] {
  // Elsewhere an example is text on the wire, and only a decoder could say what it holds.
  return lintExamples(schema, range && !isJsonType(range) ? [] : examples, direction)
}

/** A search that fails is a long one: whoever has more of these has one mistake in many places, or wants to keep us busy. */
const MOST_UNMET = 50

/** Which schemas of bodies no value satisfies; each is tried once, however many bodies it describes. */
function lintSatisfiable(operations: readonly Operation[]): Finding[] {
  const bodies = operations.flatMap(({ body, responses }) => [
    ...(body?.content ?? []).map((media) => ({ media, direction: 'request' as const })),
    ...responses.flatMap(({ content }) => content.map((media) => ({ media, direction: 'response' as const }))),
  ])
  const tried = { request: new Set<Schema>(), response: new Set<Schema>() }
  const unmet: Finding[] = []
  for (const { media, direction } of bodies) {
    const schema = media.schema && aloneBehindRef(media.schema)
    if (!schema || (media.range && !isJsonType(media.range)) || tried[direction].has(schema)) continue
    if (media.examples.some(({ value, serialized }) => !serialized && schema.accepts(value, direction))) continue
    if (unmet.length >= MOST_UNMET) {
      const message = `${MOST_UNMET} schemas that no value satisfies were found; the rest was not tried`
      return [...unmet, documentFinding('document/unsatisfiable', 'hint', schema.at, message)]
    }
    tried[direction].add(schema)
    unmet.push(...whyUnmet(schema, direction))
  }
  return unmet
}

function whyUnmet(schema: Schema, direction: Direction): readonly Finding[] {
  const options = { direction, random: createRandom('lint') } as const
  // Most are satisfied by the least.
  if (generateValue(schema, { ...options, mode: 'minimal' }).valid) return []
  const { findings } = answerFor(schema, [], options, true)
  return findings.filter(({ rule }) => rule === 'document/unsatisfiable')
}

/** What a `$ref` leads to, where nothing stands beside it. */
function aloneBehindRef(schema: Schema): Schema {
  const { node, target } = schema
  return target && Object.keys(node).length === 1 ? target : schema
}

function lintExamples(schema: Schema | undefined, examples: readonly Example[], direction: Direction): Finding[] {
  if (!schema) return []
  // Compiles: what cannot be compiled is reported by the model.
  schema.accepts(null, direction)
  return examples
    .filter(({ serialized }) => !serialized)
    .flatMap(({ value, at }) =>
      schema.issues(value, direction).map((issue): Finding => ({
        rule: 'document/invalid-example',
        severity: 'warning',
        blame: 'document',
        message: `the example breaks its schema${issue.at === '' ? '' : ` at ${issue.at}`}: ${issue.message}`,
        where: { side: 'document', in: 'document', pointer: at },
        spec: pointerTo(at),
      })),
    )
}
