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
  // Compiles: what cannot be compiled is reported by the model.
  schema?.accepts(null, direction)
  // Elsewhere an example is text on the wire, and only a decoder could say what it holds.
  return range && !isJsonType(range) ? [] : lintExamples(schema, examples, direction)
}

/** Which schemas of bodies no value satisfies; each is tried once, however many bodies it describes. */
function lintSatisfiable(operations: readonly Operation[]): Finding[] {
  const tried = { request: new Set<Schema>(), response: new Set<Schema>() }
  const unmet = ({ range, schema: used, examples }: MediaTypeSpec, direction: Direction): Finding[] => {
    const schema = used && aloneBehindRef(used)
    if (!schema || (range && !isJsonType(range)) || tried[direction].has(schema)) return []
    if (examples.some(({ value, serialized }) => !serialized && schema.accepts(value, direction))) return []
    tried[direction].add(schema)
    const options = { direction, random: createRandom('lint') } as const
    // Most are satisfied by the least.
    if (generateValue(schema, { ...options, mode: 'minimal' }).valid) return []
    const { findings } = answerFor(schema, [], options, true)
    return findings.filter(({ rule }) => rule === 'document/unsatisfiable')
  }
  return operations.flatMap(({ body, responses }) => [
    ...(body?.content ?? []).flatMap((media) => unmet(media, 'request')),
    ...responses.flatMap(({ content }) => content.flatMap((media) => unmet(media, 'response'))),
  ])
}

/** What a `$ref` leads to, where nothing stands beside it. */
function aloneBehindRef(schema: Schema): Schema {
  const { node, target } = schema
  return target && Object.keys(node).length === 1 ? target : schema
}

function lintExamples(schema: Schema | undefined, examples: readonly Example[], direction: Direction): Finding[] {
  if (!schema) return []
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
