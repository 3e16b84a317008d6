import type { MediaTypeSpec } from '../model/api-model.js'
import { isJsonType, matchMediaRange, parseMediaType, type MediaType } from '../model/media-type.js'
import { splitQuoted } from './split-quoted.js'

export type Negotiated =
  /** `contentType` is concrete, also where the document declares a range. */
  | { readonly kind: 'chosen'; readonly spec: MediaTypeSpec; readonly contentType: string }
  /** `available` lists what is declared. */
  | { readonly kind: 'none'; readonly available: readonly string[] }

/** One member of Accept. */
interface Wish {
  readonly range: MediaType
  readonly quality: number
}

interface Candidate {
  readonly spec: MediaTypeSpec
  readonly contentType: string
  readonly quality: number
  /** As of `matchMediaRange`: how closely the client named it. */
  readonly closeness: number
  /** 2 for what the document shows first, 1 for JSON. */
  readonly appeal: number
  /** The same of its declaration: 'text/csv' goes before 'text/*' for who asks for text/csv. */
  readonly precision: number
  /** Of the member of Accept that decides, among all. */
  readonly place: number
}

/** Members of Accept that are read; a client that lists more is not asking for an API's answer. */
const MOST_WISHES = 64

/**
 * Chooses among declared media types (RFC 9110 12.5.1): highest quality first, then what the client named most closely,
 * then what is declared most closely, then what it named first (no rule, but what clients expect). Where it did not care:
 * what stands first when the document shows it by an example of its own, then JSON, then document order. Members that cannot
 * be read are ignored; no Accept means anything.
 */
export function negotiate(accept: string | undefined, content: readonly MediaTypeSpec[]): Negotiated {
  return remembered(accept ?? '*/*', content)
}

// Answers by content list and Accept: the lists are the document's, the headers are a client's and so few are kept.
const known = new WeakMap<readonly MediaTypeSpec[], Map<string, Negotiated>>()
const MOST_REMEMBERED = 16
const MOST_CHARACTERS = 200

function remembered(accept: string, content: readonly MediaTypeSpec[]): Negotiated {
  const answers = known.get(content)
  const answer = answers?.get(accept)
  if (answer) return answer
  const fresh = negotiateAfresh(accept, content)
  if (accept.length > MOST_CHARACTERS) return fresh
  if (!answers) known.set(content, new Map([[accept, fresh]]))
  else if (answers.size < MOST_REMEMBERED) answers.set(accept, fresh)
  return fresh
}

function negotiateAfresh(accept: string, content: readonly MediaTypeSpec[]): Negotiated {
  const wishes = parseAccept(accept)
  const candidates = content
    .flatMap((spec, index) => candidatesOf(spec, wishes, index === 0 && spec.examples.length > 0))
    .filter(({ quality }) => quality > 0)
  // Sorting is stable: what is equal stays in document order.
  const [best] = candidates.sort(compareCandidates)
  if (!best) return { kind: 'none', available: content.map(({ declared }) => declared) }
  return { kind: 'chosen', spec: best.spec, contentType: best.contentType }
}

function compareCandidates(a: Candidate, b: Candidate): number {
  if (a.quality !== b.quality) return b.quality - a.quality
  if (a.closeness !== b.closeness) return b.closeness - a.closeness
  if (a.precision !== b.precision) return b.precision - a.precision
  return a.closeness <= 2 ? b.appeal - a.appeal : a.place - b.place
}

/** An Accept without a readable member says nothing, and so allows anything. */
function parseAccept(accept: string): Wish[] {
  const wishes = splitQuoted(accept, ',').slice(0, MOST_WISHES).flatMap(parseWish)
  return wishes.length > 0 ? wishes : [{ range: ANYTHING, quality: 1 }]
}

const ANYTHING: MediaType = { type: '*', subtype: '*', parameters: new Map(), essence: '*/*' }

function parseWish(member: string): Wish[] {
  const range = parseMediaType(member)
  if (!range || !isWritten(range)) return []
  const parameters = new Map(range.parameters)
  const weight = parameters.get('q')
  parameters.delete('q')
  const quality = weight === undefined ? 1 : Number(weight)
  return Number.isNaN(quality) ? [] : [{ range: { ...range, parameters }, quality: Math.min(1, Math.max(0, quality)) }]
}

/** '*' is a token's character as well; 'a*' and '*\/b' are neither types nor ranges. */
function isWritten({ type, subtype }: MediaType): boolean {
  if (type === '*') return subtype === '*'
  return !type.includes('*') && (subtype === '*' || !subtype.replace(/^\*\+/, '').includes('*'))
}

function candidatesOf(spec: MediaTypeSpec, wishes: readonly Wish[], isShown: boolean): Candidate[] {
  const { range, declared } = spec
  if (!range || !isWritten(range)) return [unreadableCandidate(spec, wishes)]
  if (!range.subtype.includes('*')) return [candidate(spec, range, declared, wishes, isShown)]
  // A declared range is answered by what the client named, else by the usual type of its kind.
  const named = wishes.filter((wish) => !wish.range.subtype.includes('*') && matchMediaRange(range, wish.range) > 0)
  const usual = wishes.flatMap((wish) => usualTypes(range, wish.range))
  return [...named.map((wish) => writeMediaType(wish.range)), ...usual].map((contentType) =>
    candidate(spec, parseMediaType(contentType) ?? range, contentType, wishes, isShown),
  )
}

function candidate(
  spec: MediaTypeSpec,
  type: MediaType,
  contentType: string,
  wishes: readonly Wish[],
  isShown: boolean,
): Candidate {
  let quality = 0
  let closeness = 0
  let place = 0
  for (const [index, wish] of wishes.entries()) {
    const fit = matchMediaRange(wish.range, type)
    // RFC 9110 12.5.1: the most specific range decides, so 'q=0' for one type excludes it whatever '*/*' says.
    if (fit < closeness || fit === 0 || (fit === closeness && wish.quality <= quality)) continue
    closeness = fit
    quality = wish.quality
    place = index
  }
  const precision = spec.range ? Math.min(4, matchMediaRange(spec.range, type)) : 0
  return {
    spec,
    contentType,
    quality,
    // A range has no parameters of its own that could meet the client's.
    closeness: precision < 4 ? Math.min(4, closeness) : closeness,
    appeal: isShown ? 2 : Number(isJsonType(spec.range ?? type) || type.essence === 'application/json'),
    precision,
    place,
  }
}

/** A key that is no media type goes only to those who take anything. */
function unreadableCandidate(spec: MediaTypeSpec, wishes: readonly Wish[]): Candidate {
  const quality = wishes.find(({ range }) => range.type === '*')?.quality ?? 0
  const contentType = /^[\x21-\x7e]+$/.test(spec.declared) ? spec.declared : 'application/octet-stream'
  return { spec, contentType, quality, closeness: 1, appeal: 0, precision: 0, place: 0 }
}

/** Answers to ranges, best first; the last resort of each kind is what most clients can show. */
const USUAL_TYPES = [
  'application/json',
  'text/plain',
  'application/vnd.api+json',
  'application/vnd.api+xml',
  'image/png',
  'audio/mpeg',
  'video/mp4',
  'font/woff2',
  'model/gltf+json',
  'multipart/mixed',
]

function usualTypes(declared: MediaType, wished: MediaType): string[] {
  return USUAL_TYPES.filter((text) => {
    const type = parseMediaType(text)
    return type && matchMediaRange(declared, type) > 0 && matchMediaRange(wished, type) > 0
  })
}

function writeMediaType({ essence, parameters }: MediaType): string {
  return [essence, ...[...parameters].map(([name, value]) => `${name}=${writeWord(value)}`)].join('; ')
}

function writeWord(value: string): string {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`
}
