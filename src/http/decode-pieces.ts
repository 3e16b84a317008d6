import { setOwn } from '../base/json.js'
import { convertMember } from './convert-member.js'
import { convertText } from './convert-text.js'
import type { Report } from './report.js'
import type { Shape } from './schema-shape.js'

/** A value on the wire, cut up but still encoded: only what its schema asks for is worked out. */
export interface Pieces {
  /** As one scalar; undefined when it is written as several values. */
  readonly scalar: string | undefined
  list(): readonly string[]
  /**
   * The list when its commas are percent-encoded, as clients write them that join before they encode. By OpenAPI 3.0.4
   * 'Style Examples' such a comma belongs to an item, so this is what is meant only where the schema refuses the item.
   */
  readonly encoded?: () => readonly string[]
  /** Undefined when it is not written as names and values. */
  pairs(): readonly (readonly [string, string])[] | undefined
}

/**
 * The typed value of pieces. Where the schema allows several kinds, the first that the schema accepts: `anyOf: [integer,
 * {type: array}]` reads '5' as 5 and '5,6' as [5, 6].
 */
export function decodePieces(pieces: Pieces, shape: Shape, decode: (raw: string) => string, report: Report): unknown {
  const candidates: (() => unknown)[] = []
  const { scalar } = pieces
  if (scalar !== undefined && shape.mayBeScalar) candidates.push(() => convertText(decode(scalar), shape))
  if (shape.mayBeArray) {
    // Clients write an empty list as an empty text, so that is no list of one null either.
    if (scalar === '') candidates.push(asOneText, asNone)
    else candidates.push(() => decodeList(pieces.list(), shape, decode))
    const { encoded } = pieces
    if (encoded) candidates.push(() => decodeList(encoded(), shape, decode))
  }
  if (shape.mayBeObject)
    candidates.push(() => decodeObject(pieces.pairs(), shape, decode) ?? plainText(scalar, shape, decode))
  if (candidates.length === 0 || (scalar === undefined && shape.mayBeScalar)) {
    // A scalar that was sent several times: the schema will say that a list is not what it expects.
    candidates.push(() => decodeList(pieces.list(), shape, decode))
  }
  if (candidates.length === 1) {
    const value = candidates[0]?.()
    if (value === undefined) report('expected a list of names and values, in pairs')
    return value
  }
  return firstAccepted(candidates, shape)
}

/** `properties` without `type` demand no object: a text is as good. */
function plainText(scalar: string | undefined, shape: Shape, decode: (raw: string) => string): string | undefined {
  return scalar === undefined || shape.types ? undefined : decode(scalar)
}

function asOneText(): unknown[] {
  return ['']
}

function asNone(): unknown[] {
  return []
}

function firstAccepted(candidates: readonly (() => unknown)[], shape: Shape): unknown {
  let first: unknown
  for (const candidate of candidates) {
    const value = candidate()
    if (value === undefined) continue
    if (shape.accepts(value)) return value
    first ??= value
  }
  return first
}

function decodeList(list: readonly string[], shape: Shape, decode: (raw: string) => string): unknown[] {
  return list.map((raw, index) => convertItem(raw, shape.mayBeArray ? shape.item(index) : shape, decode))
}

/** Swagger 2.0 Items Object: a list in a list has a `collectionFormat` of its own. */
function convertItem(raw: string, shape: Shape, decode: (raw: string) => string): unknown {
  if (!shape.mayBeArray || shape.mayBeScalar) return convertMember(decode(raw), shape)
  const format = shape.schemas.map(({ node }) => node['collectionFormat']).find((name) => typeof name === 'string')
  const delimiter = format === undefined ? undefined : NESTED_DELIMITERS.get(format)
  return delimiter ? decodeList(raw.split(delimiter), shape, decode) : convertMember(decode(raw), shape)
}

const NESTED_DELIMITERS = new Map<unknown, RegExp>([
  ['csv', /,/],
  ['ssv', /%20|\+| /],
  ['tsv', /%09|\t/],
  ['pipes', /%7C|\|/i],
])

function decodeObject(
  pairs: readonly (readonly [string, string])[] | undefined,
  shape: Shape,
  decode: (raw: string) => string,
): Record<string, unknown> | undefined {
  if (!pairs) return undefined
  const object: Record<string, unknown> = {}
  for (const [rawName, rawValue] of pairs) {
    const name = decode(rawName)
    setOwn(object, name, convertMember(decode(rawValue), shape.property(name)))
  }
  return object
}

/** Pieces of 'a,b' (not exploded: 'R,100,G,200') or of 'R=100,G=200' (exploded), whatever stands between them. */
export function delimited(raw: string, delimiter: string | RegExp, isExploded: boolean): Pieces {
  return {
    scalar: raw,
    list: () => raw.split(delimiter),
    pairs: () => (isExploded ? namedPairs(raw.split(delimiter)) : alternatingPairs(raw.split(delimiter))),
  }
}

/** ['R=100', 'G=200'] */
export function namedPairs(pieces: readonly string[]): [string, string][] | undefined {
  const pairs: [string, string][] = []
  // Clients write an empty object as an empty text.
  if (pieces.length === 1 && pieces[0] === '') return pairs
  for (const piece of pieces) {
    const equals = piece.indexOf('=')
    if (equals === -1) return undefined
    pairs.push([piece.slice(0, equals), piece.slice(equals + 1)])
  }
  return pairs
}

/** ['R', '100', 'G', '200'] */
export function alternatingPairs(pieces: readonly string[]): [string, string][] | undefined {
  const pairs: [string, string][] = []
  if (pieces.length === 1 && pieces[0] === '') return pairs
  if (pieces.length % 2 === 1) return undefined
  for (let i = 0; i < pieces.length; i += 2) pairs.push([pieces[i] ?? '', pieces[i + 1] ?? ''])
  return pairs
}
