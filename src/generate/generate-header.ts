import type { Random } from '../base/random.js'
import type { HeaderSpec } from '../model/api-model.js'
import { answerFor, type Answer, type AnswerOptions } from './answer-example.js'
import { digits, hex, word } from './sample-text.js'

/** What headers of the standards look like, where the document only says that they are text. By name in lower case. */
const USUAL: Readonly<Record<string, (random: Random) => string>> = {
  'accept-ranges': () => 'bytes',
  'cache-control': () => 'no-store',
  'content-disposition': (random) => `attachment; filename="${word(random)}.txt"`,
  'content-language': () => 'en',
  'content-location': (random) => `https://example.com/${word(random)}`,
  'content-range': () => 'items 0-0/1',
  date: () => 'Fri, 17 May 2024 12:00:00 GMT',
  etag: (random) => `"${hex(random, 12)}"`,
  expires: () => 'Fri, 17 May 2024 12:00:00 GMT',
  'last-modified': () => 'Fri, 17 May 2024 12:00:00 GMT',
  link: () => '<https://example.com/?page=2>; rel="next"',
  location: (random) => `https://example.com/${word(random)}/${digits(random, 4)}`,
  'retry-after': () => '30',
  'set-cookie': (random) => `session=${hex(random, 16)}; Path=/; HttpOnly`,
  vary: () => 'Accept',
  'www-authenticate': () => 'Bearer',
}

/** A value for a response header, checked; `source` is 'none' where the document does not say what it holds. */
export function generateHeader(header: HeaderSpec, options: AnswerOptions): Answer {
  const named = { ...options, name: header.name }
  const { content, schema } = header
  if (content) return answerFor(content.schema, [...header.examples, ...content.examples], named, true)
  const answer = answerFor(schema, header.examples, named, true)
  const usual = usualText(header.name, options.random)
  if (answer.source === 'example' || answer.source === 'repaired' || usual === undefined) return answer
  const isFree = !schema || (schema.accepts(usual, options.direction) && isPlainText(header))
  return isFree ? { ...answer, value: usual, source: 'generated', valid: true, findings: [] } : answer
}

function usualText(name: string, random: Random): string | undefined {
  const key = name.toLowerCase()
  const writer = Object.hasOwn(USUAL, key) ? USUAL[key] : undefined
  return writer?.(random.fork(key))
}

/** Where the schema says more than 'text', what it says leads to better values. */
function isPlainText({ schema }: HeaderSpec): boolean {
  const { enum: values, const: value, format } = (schema?.target ?? schema)?.node ?? {}
  return values === undefined && value === undefined && format === undefined
}
