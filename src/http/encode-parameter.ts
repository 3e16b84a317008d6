import { PLAIN_DELIMITERS } from './plain-delimiters.js'
import { isRecord } from '../base/json.js'
import type { HeaderSpec, MediaTypeSpec, Parameter } from '../model/api-model.js'
import { isJsonType } from '../model/media-type.js'
import { encodeJson, textOf } from './encode-json.js'

/**
 * A parameter's value as it stands in the request, the inverse of decoding: a path segment's text, the query's 'a=1&b=2', a
 * header's field value, or the Cookie header's 'a=1; b=2'. '' when there is nothing to write.
 */
export function encodeParameter(parameter: Parameter, value: unknown): string {
  if (value === undefined) return ''
  if (parameter.content) return encodeContent(parameter, parameter.content, value)
  switch (parameter.in) {
    case 'path':
      return encodePath(parameter, value)
    case 'query':
    case 'querystring':
      return encodeQuery(parameter, value)
    case 'header':
      return encodeFields(parameter, value)
    case 'cookie':
      return encodeCookie(parameter, value)
  }
}

/** A response header's field value; Set-Cookie as a list, for its fields are never joined (RFC 6265 3). */
export function encodeHeader(spec: HeaderSpec, value: unknown): string | string[] {
  if (spec.name.toLowerCase() === 'set-cookie' && Array.isArray(value))
    return value.map((item) => fieldText(textOf(item)))
  if (spec.content) return fieldText(isJson(spec.content) ? encodeJson(value) : textOf(value))
  return encodeFields(spec, value)
}

type Encode = (text: string) => string

// RFC 6570 3.2.1: everything but the unreserved characters.
const encodeStrictly: Encode = (text) =>
  encodeURIComponent(wellFormed(text)).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/** A lone surrogate has no UTF-8, and would throw. */
function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udfff]/gu, '\ufffd')
}

type Pair = readonly [string, unknown]

/** Members that have a value: what is undefined is not written. */
function pairsOf(value: object): readonly Pair[] {
  return Object.entries(value).filter(([, member]) => member !== undefined)
}

function encodePath({ name, style, explode }: Parameter, value: unknown): string {
  const encode: Encode = style === 'simple' ? encodeStrictly : (text) => encodeStrictly(text).replaceAll('.', '%2E')
  const text = (item: unknown) => encode(textOf(item))
  const key = encode(name)
  if (style === 'label') return '.' + join(value, text, explode ? '.' : ',', explode)
  if (style !== 'matrix') return join(value, text, DELIMITERS[style] ?? ',', explode)
  if (Array.isArray(value) && explode) return value.map((item) => `;${key}=${text(item)}`).join('')
  if (!isRecord(value) || !explode) return `;${key}=${join(value, text, ',', false)}`
  return pairsOf(value)
    .map(([member, item]) => `;${encode(member)}=${text(item)}`)
    .join('')
}

const DELIMITERS: Partial<Record<Parameter['style'], string>> = {
  spaceDelimited: '%20',
  pipeDelimited: '%7C',
  tabDelimited: '%09',
}

/** 'a,b', 'R,100,G,200', or exploded 'R=100,G=200'. */
function join(value: unknown, text: (item: unknown) => string, delimiter: string, explode: boolean): string {
  if (Array.isArray(value)) return value.map(text).join(delimiter)
  if (!isRecord(value)) return text(value)
  return pairsOf(value)
    .map(([key, member]) => `${text(key)}${explode ? '=' : delimiter}${text(member)}`)
    .join(delimiter)
}

/** How a named value is written in a query or a urlencoded body; '' when an empty list or object leaves nothing. */
export function encodeQuery(
  { name, style, explode }: Pick<Parameter, 'name' | 'style' | 'explode'>,
  value: unknown,
): string {
  const key = encodeStrictly(name)
  const text = (item: unknown) => encodeStrictly(textOf(item))
  if (style === 'deepObject' && typeof value === 'object' && value !== null) return encodeDeep(key, value).join('&')
  if (Array.isArray(value)) {
    if (value.length === 0) return ''
    if (explode) return value.map((item) => `${key}=${text(item)}`).join('&')
  }
  if (isRecord(value)) {
    if (explode)
      return pairsOf(value)
        .flatMap(([k, v]) => encodeMember(encodeStrictly(k), v))
        .join('&')
    if (pairsOf(value).length === 0) return ''
  }
  return `${key}=${join(value, text, DELIMITERS[style] ?? ',', false)}`
}

function encodeMember(key: string, value: unknown): string[] {
  return Array.isArray(value)
    ? value.map((item) => `${key}=${encodeStrictly(textOf(item))}`)
    : [`${key}=${encodeStrictly(textOf(value))}`]
}

/** 'a[b][c]=1'; lists repeat their name, and lists of objects have indices, as decoding reads them. */
function encodeDeep(key: string, value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      typeof item === 'object' && item !== null ? encodeDeep(`${key}[${index}]`, item) : encodeDeep(`${key}[]`, item),
    )
  }
  if (!isRecord(value)) return [`${key}=${encodeStrictly(textOf(value))}`]
  return pairsOf(value).flatMap(([member, inner]) => encodeDeep(`${key}[${encodeStrictly(member)}]`, inner))
}

function encodeFields({ style, explode }: Pick<Parameter, 'style' | 'explode'>, value: unknown): string {
  return fieldText(join(value, textOf, PLAIN_DELIMITERS[style] ?? ',', explode))
}

/** RFC 9110 5.5: no control characters, so that no value begins a header of its own; beyond Latin-1, percent-encoded. */
function fieldText(text: string): string {
  return wellFormed(text)
    .replace(/[\u0000-\u0008\u000a-\u001f\u007f]+/g, ' ')
    .replace(/[^\u0000-\u00ff]+/gu, (beyond) => encodeURIComponent(beyond))
    .trim()
}

function encodeCookie({ name, style, explode }: Parameter, value: unknown): string {
  const encode: Encode = style === 'cookie' ? (text) => text.replace(/[;\r\n\u0000]/g, '_') : encodeCookieText
  const text = (item: unknown) => encode(textOf(item))
  if (explode && Array.isArray(value)) return value.map((item) => `${name}=${text(item)}`).join('; ')
  if (explode && isRecord(value))
    return pairsOf(value)
      .map(([key, member]) => `${key}=${text(member)}`)
      .join('; ')
  return `${name}=${join(value, text, ',', false)}`
}

/** Servers take cookies as they are: only what would end the value is percent-encoded (RFC 6265 4.1.1). */
function encodeCookieText(text: string): string {
  return wellFormed(text).replace(/[^!#-+\--:<-[\]-~]+/gu, (other) => encodeURIComponent(other))
}

function encodeContent(parameter: Parameter, content: MediaTypeSpec, value: unknown): string {
  const text = isJson(content) ? encodeJson(value) : textOf(value)
  switch (parameter.in) {
    case 'path':
      return encodeStrictly(text)
    case 'header':
      return fieldText(text)
    case 'cookie':
      return `${parameter.name}=${encodeCookieText(text)}`
    case 'query':
      return `${encodeStrictly(parameter.name)}=${encodeStrictly(text)}`
    case 'querystring':
      return isForm(content) && isRecord(value)
        ? encodeQuery({ ...parameter, style: 'form', explode: true }, value)
        : encodeStrictly(text)
  }
}

function isJson({ range }: MediaTypeSpec): boolean {
  return range !== undefined && isJsonType(range)
}

function isForm({ range }: MediaTypeSpec): boolean {
  return range?.essence === 'application/x-www-form-urlencoded'
}
