import type { Clock } from '../base/clock.js'
import type { Finding } from '../base/finding.js'
import { isRecord, setOwn, type UnknownRecord } from '../base/json.js'
import type { Random } from '../base/random.js'
import type { BodySpec, MediaTypeSpec, Operation, Parameter, ParameterIn } from '../model/api-model.js'
import { isJsonType } from '../model/media-type.js'
import type { Schema } from '../model/schema.js'
import { answerExample, answerFor, type Answer, type AnswerOptions } from './answer-example.js'
import type { Mode } from './build.js'

export interface SampleRequestOptions {
  readonly random: Random
  readonly clock?: Clock
  /** 'minimal' has required parameters, body and members only. 'full' unless said otherwise. */
  readonly mode?: Mode
  /** Send a body also where it is optional: many documents forget to say that it is not. */
  readonly withBody?: boolean
  /** The declared media type to send; the first JSON one, else the first, where nothing is said. */
  readonly mediaType?: string
  readonly ignoreExamples?: boolean
  /** Nor use examples of schemas in what is generated: such a thing may well exist. */
  readonly ignoreSamples?: boolean
}

/** Values, not yet written in any style. */
export interface SampleRequest {
  readonly params: Readonly<Record<ParameterIn, Readonly<Record<string, unknown>>>>
  /** Undefined: none is sent. */
  readonly body: unknown
  /** True when `body` is already the text on the wire. */
  readonly serialized: boolean
  /** As declared. */
  readonly mediaType: string | undefined
  /** False when some schema has no value that it accepts; `findings` name it. */
  readonly valid: boolean
  readonly findings: readonly Finding[]
}

/** A request that the operation accepts: parameters by their decoded values, and a body. */
export function sampleRequest(operation: Operation, options: SampleRequestOptions): SampleRequest {
  const random = options.random.fork(operation.id)
  const params: Record<ParameterIn, Record<string, unknown>> = {
    path: {},
    query: {},
    header: {},
    cookie: {},
    querystring: {},
  }
  const answers: Answer[] = []
  for (const parameter of operation.parameters) {
    if (!isSent(parameter, options.mode)) continue
    const answer = parameterValue(parameter, {
      ...settings(options),
      random: random.fork(`${parameter.in} ${parameter.name}`),
    })
    if (answer.source === 'none' && !parameter.required) continue
    answers.push(answer)
    setOwn(params[parameter.in], parameter.name, answer.value ?? 'text')
  }
  const media = bodyMedia(operation.body, options)
  const body = media && answerExample(media, { ...settings(options), random: random.fork('body') })
  if (body) answers.push(body)
  return {
    params,
    body: media && isForm(media) ? withFilledLists(media.schema, body?.value, options) : body?.value,
    serialized: body?.serialized ?? false,
    mediaType: media?.declared,
    valid: answers.every(({ valid }) => valid),
    findings: answers.flatMap(({ findings }) => findings),
  }
}

function isSent({ required, deprecated, in: location }: Parameter, mode: Mode = 'full'): boolean {
  return required || location === 'path' || (mode === 'full' && !deprecated)
}

function parameterValue(parameter: Parameter, options: AnswerOptions): Answer {
  const named = { ...options, name: parameter.name }
  const { content } = parameter
  const answer = content
    ? answerFor(content.schema, [...parameter.examples, ...content.examples], named, true)
    : answerFor(parameter.schema, parameter.examples, named, true)
  if (parameter.in !== 'path')
    return content || !isEmptyContainer(answer.value) ? answer : written(parameter, answer, named)
  if (!isEmpty(answer.value)) return answer
  // An empty path segment leads to another path, or to none.
  const generated = answerFor(parameter.schema, [], { ...named, ignoreExamples: true, ignoreSamples: true }, true)
  if (!isEmpty(generated.value)) return generated
  const filled = ['a', '1', 'text'].find((text) => parameter.schema?.accepts(text, 'request'))
  return filled === undefined ? generated : { ...generated, value: filled }
}

/** No style can say that a list or an object is empty: without items, a query lacks the parameter. */
function written(parameter: Parameter, empty: Answer, options: AnswerOptions): Answer {
  const filled = answerFor(parameter.schema, [], { ...options, mode: 'full', ignoreExamples: true }, true)
  return filled.valid && !isEmptyContainer(filled.value) ? filled : empty
}

function isEmptyContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

function isEmpty(value: unknown): boolean {
  return value === '' || value === null || isEmptyContainer(value)
}

function bodyMedia(
  body: BodySpec | undefined,
  { mode = 'full', mediaType, withBody = mode === 'full' }: SampleRequestOptions,
): MediaTypeSpec | undefined {
  if (!body || !(body.required || withBody || mediaType !== undefined)) return undefined
  const asked = body.content.find(({ declared }) => declared === mediaType)
  return asked ?? body.content.find(({ range }) => range && isJsonType(range)) ?? body.content[0]
}

function isForm({ range }: MediaTypeSpec): boolean {
  return range?.essence === 'application/x-www-form-urlencoded' || range?.essence === 'multipart/form-data'
}

/** A form cannot say that a list is empty: without items its name is missing. */
function withFilledLists(schema: Schema | undefined, value: unknown, options: SampleRequestOptions): unknown {
  if (!schema || !isRecord(value)) return value
  let filled: UnknownRecord = value
  for (const [name, member] of Object.entries(value)) {
    if (!Array.isArray(member) || member.length > 0) continue
    const items = memberOf(schema, name)?.child('items')
    const item = items && answerFor(items, [], { ...settings(options), name }, false).value
    const tried: Record<string, unknown> = { ...filled }
    setOwn(tried, name, [item ?? 'text'])
    if (schema.accepts(tried, 'request')) filled = tried
  }
  return filled
}

function memberOf(schema: Schema, name: string): Schema | undefined {
  const own = schema.child('properties', name)
  const found = own ?? (schema.target && memberOf(schema.target, name))
  return found?.target ?? found
}

function settings({ clock, mode, ignoreExamples, ignoreSamples, random }: SampleRequestOptions): AnswerOptions {
  return { direction: 'request', clock, mode, ignoreExamples, ignoreSamples, random }
}
