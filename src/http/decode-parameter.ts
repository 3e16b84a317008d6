import { decodeOrKeep } from '../base/decode-or-keep.js'
import type { Parameter, ParameterStyle } from '../model/api-model.js'
import { decodePieces, delimited, namedPairs, type Pieces } from './decode-pieces.js'
import type { Report } from './report.js'
import { decodePercent } from './raw-pairs.js'
import type { Shape } from './schema-shape.js'

/** What a value's reading depends on; a Parameter or a header of a response. */
export type Styled = Pick<Parameter, 'name' | 'style' | 'explode'>

/** A path parameter's value from the text that stood in the path, still encoded; undefined (and a report) when malformed. */
export function decodePathText(raw: string, styled: Styled, shape: Shape, report: Report): unknown {
  if (decodePercent(raw) === undefined) {
    report(`malformed percent-encoding in '${raw}'`)
    return undefined
  }
  const pieces = pathPieces(raw, styled, shape, report)
  return pieces && decodePieces(pieces, shape, decodeOrKeep, report)
}

/** A header's value (RFC 9110 5.6.1: blanks around commas are no part of the items). Nothing is percent-decoded. */
export function decodeHeaderText(text: string, { style, explode }: Styled, shape: Shape, report: Report): unknown {
  return decodePieces(delimited(text.trim(), HEADER_DELIMITERS[style] ?? /[ \t]*,[ \t]*/, explode), shape, asIs, report)
}

// Swagger 2.0 allows collectionFormat ssv, tsv and pipes everywhere.
const PATH_DELIMITERS: Partial<Record<ParameterStyle, RegExp>> = {
  spaceDelimited: /%20| /,
  pipeDelimited: /%7C|\|/i,
  tabDelimited: /%09|\t/,
}
const HEADER_DELIMITERS: Partial<Record<ParameterStyle, RegExp>> = {
  spaceDelimited: / +/,
  pipeDelimited: / *\| */,
  tabDelimited: /\t/,
}

function pathPieces(raw: string, { name, style, explode }: Styled, shape: Shape, report: Report): Pieces | undefined {
  switch (style) {
    case 'label':
      return labelPieces(raw, explode, report)
    case 'matrix':
      return matrixPieces(raw, { name, style, explode }, shape, report)
    case 'simple':
    case 'form':
    case 'spaceDelimited':
    case 'pipeDelimited':
    case 'tabDelimited':
    case 'deepObject':
    case 'cookie':
      return delimited(raw, PATH_DELIMITERS[style] ?? ',', explode)
  }
}

/** '.blue', '.blue,black' and, as OpenAPI 3.0.0 to 3.0.3 had it, '.blue.black'. */
function labelPieces(raw: string, explode: boolean, report: Report): Pieces | undefined {
  if (!raw.startsWith('.')) {
    report(`expected '.' before the value (style label), got '${raw}'`)
    return undefined
  }
  const text = raw.slice(1)
  return delimited(text, explode || !text.includes(',') ? '.' : ',', explode)
}

/** ';color=blue', ';color=blue,black', ';color=blue;color=black', ';R=100;G=200' */
function matrixPieces(raw: string, { name, explode }: Styled, shape: Shape, report: Report): Pieces | undefined {
  const fields = raw.startsWith(';') ? raw.slice(1).split(';') : []
  const named = fields.map((field): [string, string] => {
    const equals = field.indexOf('=')
    return equals === -1 ? [field, ''] : [field.slice(0, equals), field.slice(equals + 1)]
  })
  const own = named.filter(([field]) => decodePercent(field) === name).map(([, value]) => value)
  const [first] = own
  if (named.length === 0 || (own.length !== named.length && !(explode && shape.mayBeObject))) {
    report(`expected ';${name}=' before the value (style matrix), got '${raw}'`)
    return undefined
  }
  if (own.length === 1 && first !== undefined && !explode) return delimited(first, ',', false)
  return { scalar: own.length === 1 ? first : undefined, list: () => own, pairs: () => namedPairs(fields) }
}

function asIs(text: string): string {
  return text
}
