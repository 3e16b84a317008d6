import { setOwn } from '../base/json.js'
import type { ParameterStyle } from '../model/api-model.js'
import { convertMember } from './convert-member.js'
import { decodeJson } from './decode-json.js'
import { decodeDeepObject } from './decode-deep-object.js'
import { alternatingPairs, decodePieces, delimited, namedPairs, type Pieces } from './decode-pieces.js'
import type { Report } from './report.js'
import { decodeForm, decodeFormOrKeep, type RawPairs } from './raw-pairs.js'
import type { Shape } from './schema-shape.js'

/** How a named value is written among pairs: in a query, or in a urlencoded body. */
export interface FieldStyle {
  readonly name: string
  readonly style: ParameterStyle
  readonly explode: boolean
  readonly required?: boolean
  /** In a urlencoded body every comma is percent-encoded by whoever writes it as browsers do (WHATWG URL 5.2). */
  readonly isBody?: boolean
}

const DELIMITERS: Partial<Record<ParameterStyle, RegExp>> = {
  spaceDelimited: /%20|\+| /,
  pipeDelimited: /%7C|\|/i,
  tabDelimited: /%09|\t/,
}

/**
 * A field's value out of pairs; undefined when it is absent.
 * @param isForeign names that belong to others: an exploded object never takes them
 */
export function decodeField(
  pairs: RawPairs,
  field: FieldStyle,
  shape: Shape,
  isForeign: (name: string) => boolean,
  report: Report,
): unknown {
  if (field.style === 'deepObject') {
    const deep = decodeDeepObject(pairs, field.name, shape, report)
    if (deep !== undefined) return deep
  }
  const raws = pairs.get(field.name)
  const isExplodedObject = shape.mayBeObject && field.explode && field.style !== 'deepObject'
  if (isExplodedObject && (raws === undefined || !(shape.mayBeScalar || shape.mayBeArray))) {
    // What must be there but has no names of its own can only be written in those of others.
    const isOpen = shape.isOpen || (shape.isFree && field.required === true)
    return decodeExplodedObject(pairs, shape, isOpen, isForeign, report) ?? (raws && objectInText(raws, shape))
  }
  if (!raws) return undefined
  if (!raws.every((raw) => decodeForm(raw) !== undefined)) {
    report('malformed percent-encoding')
    return undefined
  }
  return decodePieces(
    fieldPieces(shape.mayBeArray ? raws : withoutRepeats(raws), field),
    shape,
    decodeFormOrKeep,
    report,
  )
}

/** `filter={"a":1}` where the letter wants `a=1`, and none of those names is there: it can mean one thing only. */
function objectInText([raw = '', ...others]: readonly string[], shape: Shape): unknown {
  const text = others.length === 0 ? decodeForm(raw) : undefined
  return text?.startsWith('{') ? decodeJson(text, ignore, shape) : undefined
}

/** Equal repeats count once where no list is wanted: clients send a key twice that is both a parameter and a credential. */
function withoutRepeats(raws: readonly string[]): readonly string[] {
  return raws.length > 1 && raws.every((raw) => raw === raws[0]) ? raws.slice(0, 1) : raws
}

function fieldPieces(raws: readonly string[], { style, explode, isBody }: FieldStyle): Pieces {
  if (explode || style === 'deepObject') {
    return { scalar: single(raws), list: () => raws, pairs: () => namedPairs(raws) }
  }
  const delimiter = DELIMITERS[style] ?? ','
  if (raws.length === 1) return unexploded(raws[0] ?? '', delimiter, isBody ?? false)
  const list = () => raws.flatMap((raw) => raw.split(delimiter))
  return { scalar: undefined, list, pairs: () => alternatingPairs(list()) }
}

/** 'a,b', also where a client has percent-encoded the commas with all the rest. */
export function unexploded(raw: string, delimiter: string | RegExp, isBody: boolean): Pieces {
  const pieces = delimited(raw, delimiter, false)
  if (delimiter !== ',' || raw.includes(',') || !/%2C/i.test(raw)) return pieces
  if (isBody) return delimited(raw, /%2C/i, false)
  const encoded = () => raw.split(/%2C/i)
  // One piece is no pair, so nothing else can be meant.
  return { ...pieces, encoded, pairs: () => alternatingPairs(encoded()) }
}

/** 'R=100&G=200' for a parameter called 'color': its declared properties, and others only where the schema is open. */
function decodeExplodedObject(
  pairs: RawPairs,
  shape: Shape,
  isOpen: boolean,
  isForeign: (name: string) => boolean,
  report: Report,
): unknown {
  const object: Record<string, unknown> = {}
  const declared = new Set(shape.names)
  let isEmpty = true
  for (const [name, raws] of pairs) {
    if (!declared.has(name) && (!isOpen || isForeign(name))) continue
    const texts = raws.map(decodeForm)
    if (!texts.every((text) => text !== undefined)) {
      report(`malformed percent-encoding in ${name}`)
      continue
    }
    isEmpty = false
    setOwn(object, name, decodeTexts(texts, shape.property(name)))
  }
  return isEmpty ? undefined : object
}

/** The value of a name that was given once or several times. */
export function decodeTexts(texts: readonly string[], shape: Shape): unknown {
  const pieces: Pieces = { scalar: single(texts), list: () => texts, pairs: () => undefined }
  if (pieces.scalar !== undefined && !shape.mayBeArray) return convertMember(pieces.scalar, shape)
  return decodePieces(pieces, shape, asIs, ignore)
}

function single(values: readonly string[]): string | undefined {
  return values.length === 1 ? values[0] : undefined
}

function asIs(text: string): string {
  return text
}

function ignore(): void {
  // Texts that are not pairs are judged by the schema.
}
