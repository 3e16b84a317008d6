import type { Clock } from '../base/clock.js'
import type { Finding } from '../base/finding.js'
import { isRecord, setOwn, type UnknownRecord } from '../base/json.js'
import type { Random } from '../base/random.js'
import type { BodySpec, MediaTypeSpec, Operation, Parameter, ParameterIn } from '../model/api-model.js'
import { decodeMediaText } from '../http/decode-media.js'
import { shapeOf } from '../http/schema-shape.js'
import { encodeBody } from '../http/encode-body.js'
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
  const body = media && bodyValue(media, operation.body?.required ?? false, { ...options, random: random.fork('body') })
  if (body) answers.push(body)
  return {
    params,
    body: body?.value,
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
  if (parameter.in !== 'path') {
    if (content) return answer
    const value = withFilledLists(parameter.schema, answer.value, options)
    return isEmptyContainer(value) ? written(parameter, answer, named) : { ...answer, value }
  }
  if (!isEmpty(answer.value)) return answer
  // An empty path segment leads to another path, or to none.
  const anew = { ...named, mode: 'full', ignoreExamples: true, ignoreSamples: true } as const
  const generated = answerFor(parameter.schema, [], anew, true)
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

function bodyValue(media: MediaTypeSpec, required: boolean, options: SampleRequestOptions): Answer {
  const answer = readable(media, answerExample(media, settings(options)), settings(options))
  const written = isForm(media)
    ? { ...answer, value: withFilledLists(media.schema, answer.value, settings(options)) }
    : answer
  // Of what is sent with no byte, nothing arrives.
  if (!required || options.mode !== 'minimal' || !isNothing(media, written)) return written
  const fuller = bodyValue(media, required, { ...options, mode: 'full' })
  return fuller.valid ? fuller : written
}

/** Text that an author wrote as it goes over the wire is read, and kept where that is accepted. */
function readable(media: MediaTypeSpec, answer: Answer, options: AnswerOptions): Answer {
  const { schema, range } = media
  if (!answer.serialized || !schema || !range || typeof answer.value !== 'string') return answer
  const wrong: string[] = []
  const value = decodeMediaText(answer.value, range, media, (message) => wrong.push(message))
  if (wrong.length === 0 && schema.accepts(value, 'request')) return answer
  const example = { name: answer.name ?? '', value, serialized: false, at: media.at }
  return answerFor(schema, wrong.length === 0 ? [example] : [], options, true)
}

function isNothing(media: MediaTypeSpec, { value, serialized }: Answer): boolean {
  return value === undefined || (serialized ? value === '' : encodeBody(value, media.declared, media).length === 0)
}

function isForm({ range }: MediaTypeSpec): boolean {
  return range?.essence === 'application/x-www-form-urlencoded' || range?.essence === 'multipart/form-data'
}

/** No form, and no style, can say that a list is empty: without items its name is missing. */
function withFilledLists(schema: Schema | undefined, value: unknown, options: AnswerOptions): unknown {
  if (!schema || !isRecord(value)) return value
  let filled: UnknownRecord = value
  for (const [name, member] of Object.entries(value)) {
    if (!Array.isArray(member) || member.length > 0) continue
    const [items] = shapeOf(schema).property(name).item(0).schemas
    const item = items && answerFor(items, [], { ...options, name }, false).value
    const tried: Record<string, unknown> = { ...filled }
    setOwn(tried, name, [item ?? 'text'])
    if (schema.accepts(tried, 'request')) filled = tried
  }
  return filled
}

function settings({ clock, mode, ignoreExamples, ignoreSamples, random }: SampleRequestOptions): AnswerOptions {
  return { direction: 'request', clock, mode, ignoreExamples, ignoreSamples, random }
}
