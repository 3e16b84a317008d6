import { isRecord, setOwn } from '../base/json.js'
import type { EncodingSpec, MediaTypeSpec } from '../model/api-model.js'
import { isJsonType, parseMediaType } from '../model/media-type.js'
import { convertText } from './convert-text.js'
import { decodeDeepObject } from './decode-deep-object.js'
import { decodeField, decodeTexts } from './decode-field.js'
import { decodeJson } from './decode-json.js'
import type { Report } from './report.js'
import { decodeForm, decodeFormOrKeep, readPairs, type RawPairs } from './raw-pairs.js'
import type { Shape } from './schema-shape.js'

/** Each declared property may look through all names: a form of more than this is an attack. */
const MAX_NAMES = 10_000

/** application/x-www-form-urlencoded as its schema and `encoding` describe it (OpenAPI 3.0.4 'Encoding Object'). */
export function decodeFormText(text: string, spec: MediaTypeSpec | undefined, shape: Shape, report: Report): unknown {
  if (shape.types && !shape.mayBeObject) return convertText(text, shape)
  const pairs = readPairs(text, MAX_NAMES)
  if (pairs.size > MAX_NAMES) {
    report(`expected at most ${MAX_NAMES} names`)
    return undefined
  }
  for (const [name, raws] of pairs) {
    if (!raws.every((raw) => decodeForm(raw) !== undefined)) {
      report(`malformed percent-encoding in ${name}`)
      return undefined
    }
  }
  const object: Record<string, unknown> = {}
  const declared = new Set(shape.names)
  const taken = new Set<string>()
  for (const name of shape.names) {
    const encoding = spec?.encoding.get(name)
    const value = readProperty(pairs, name, shape.property(name), encoding, declared, report)
    if (value === undefined) continue
    setOwn(object, name, value)
    // An exploded object is written in the names of its members: they are not the body's as well.
    if (encoding && isExploded(encoding) && isRecord(value)) for (const key of Object.keys(value)) taken.add(key)
  }
  for (const [name, raws] of pairs) {
    if (declared.has(name) || taken.has(name) || belongsTo(name, declared)) continue
    setOwn(object, name, decodeTexts(raws.map(decodeFormOrKeep), shape.property(name)))
  }
  return object
}

function readProperty(
  pairs: RawPairs,
  name: string,
  shape: Shape,
  encoding: EncodingSpec | undefined,
  declared: ReadonlySet<string>,
  report: Report,
): unknown {
  const reportProperty: Report = (message) => {
    report(`${name}: ${message}`)
  }
  if (encoding?.styled) {
    const { style, explode } = encoding
    return decodeField(
      pairs,
      { name, style, explode, isBody: true },
      shape,
      (other) => declared.has(other),
      reportProperty,
    )
  }
  const texts = pairs.get(name)?.map(decodeFormOrKeep)
  // Brackets without a declared style: not of the standard, but what most form writers send.
  if (!texts) return shape.mayBeObject || shape.mayBeArray ? decodeDeepObject(pairs, name, shape) : undefined
  return decodeFormTexts(texts, shape, encoding?.contentType, reportProperty)
}

function isExploded({ styled, style, explode }: EncodingSpec): boolean {
  return styled && explode && style !== 'deepObject'
}

/** Texts of one name, each of them a document of its own where the content type, or the schema, says so. */
function decodeFormTexts(
  texts: readonly string[],
  shape: Shape,
  contentType: string | undefined,
  report: Report,
): unknown {
  const item = shape.mayBeArray ? shape.item(0) : shape
  if (!isJsonText(contentType, item)) return decodeTexts(texts, shape)
  const values = texts.map((text) => decodeJson(text, report))
  if (values.includes(undefined)) return undefined
  const [first] = values
  if (!shape.mayBeArray) return values.length === 1 ? first : values
  return values.length === 1 && Array.isArray(first) ? first : values
}

// OpenAPI 3.0.4 'Encoding Object', contentType: objects default to application/json.
function isJsonText(contentType: string | undefined, shape: Shape): boolean {
  const type = contentType === undefined ? undefined : parseMediaType(contentType.split(',')[0] ?? '')
  return type ? isJsonType(type) : shape.mayBeObject && !shape.mayBeScalar
}

/** 'a[b]' belongs to a declared 'a'. */
function belongsTo(name: string, declared: ReadonlySet<string>): boolean {
  const bracket = name.indexOf('[')
  return bracket > 0 && declared.has(name.slice(0, bracket))
}
