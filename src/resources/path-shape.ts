import type { PathTemplate, Segment } from '../model/path-template.js'
import { singular } from './words.js'

/** A path template as the plan reads it: where parameters stand matters, what they are called does not. */
export interface PathShape {
  readonly tokens: readonly Token[]
  /** After a colon in the last segment: 'cancel' in '/orders/{id}:cancel'. */
  readonly verb: string | undefined
  /** '/orders/{}/items': equal for templates that differ in parameter names only. */
  readonly key: string
}

export type Token =
  | { readonly kind: 'fixed'; readonly text: string }
  | { readonly kind: 'parameter'; readonly name: string }
  /** Several parameters or text around them, such as '{from}..{to}': nothing that could be an id. */
  | { readonly kind: 'mixed'; readonly text: string }

export function shapeOf(template: PathTemplate): PathShape {
  const tokens: Token[] = []
  let verb: string | undefined
  const segments = template.segments.filter(({ parts }) => parts.length > 0)
  segments.forEach((segment, index) => {
    const read = readSegment(segment)
    tokens.push(...read.tokens)
    if (read.verb === undefined) return
    if (index === segments.length - 1) verb = read.verb
    else tokens.push({ kind: 'fixed', text: read.verb })
  })
  // '/containers/{id}/json' shows '/containers/{id}', '/containers/json' the list of them.
  const last = tokens.at(-1)
  if (tokens.length > 1 && verb === undefined && last?.kind === 'fixed' && /^(json|xml)$/.test(last.text)) tokens.pop()
  return { tokens, verb, key: keyOf(tokens) }
}

export function keyOf(tokens: readonly Token[]): string {
  return tokens.map((token) => (token.kind === 'parameter' ? '/{}' : `/${token.text}`)).join('')
}

/** The key of the first segment alone: paths that differ in it share no collection. '/' goes with the '/{id}' that it may list. */
export function headOf(template: PathTemplate): string {
  const first = template.segments.find(({ parts }) => parts.length > 0)
  return first === undefined ? '/{}' : headKey(readSegment(first).tokens)
}

/** The same for singular and plural: '/customers' may list what is read at '/customer/{id}'. */
export function headKey([first]: readonly Token[]): string {
  if (first?.kind !== 'fixed') return keyOf(first ? [first] : [])
  return `/${singular(first.text)}`
}

/** The template of a prefix, for people. */
export function pathOf(tokens: readonly Token[]): string {
  if (tokens.length === 0) return '/'
  return tokens.map((token) => (token.kind === 'parameter' ? `/{${token.name}}` : `/${token.text}`)).join('')
}

/** '?beta=true' at the end of a path key: who asks so asks for another form of the same thing. */
const FLAGS = /\?\w+=true(&\w+=true)*$/

function withoutFlags(parts: Segment['parts']): Segment['parts'] {
  const last = parts.at(-1)
  if (last?.kind !== 'text' || !FLAGS.test(last.text)) return parts
  const text = last.text.replace(FLAGS, '')
  return text === '' ? parts.slice(0, -1) : [...parts.slice(0, -1), { kind: 'text', text }]
}

function readSegment(segment: Segment): { readonly tokens: readonly Token[]; readonly verb?: string } {
  const parts = withoutFlags(segment.parts)
  const [first, second, third] = parts
  if (parts.length === 1 && first?.kind === 'text') return splitVerb(first.text)
  if (parts.length === 1 && first?.kind === 'parameter') return { tokens: [first] }
  if (parts.length === 2 && first?.kind === 'parameter' && second?.kind === 'text') {
    if (second.text.startsWith(':')) return { tokens: [first], verb: second.text.slice(1) }
    // '/accounts/{sid}.json' beside '/accounts.json'
    if (/^\.(json|xml)$/.test(second.text)) return { tokens: [first] }
  }
  // OData: Orders({id}), Orders('{id}')
  if (first?.kind === 'text' && second?.kind === 'parameter' && third?.kind === 'text' && parts.length === 3) {
    const name = /^(\w+)\('?$/.exec(first.text)?.[1]
    if (name !== undefined && /^'?\)$/.test(third.text)) return { tokens: [{ kind: 'fixed', text: name }, second] }
  }
  return {
    tokens: [
      {
        kind: 'mixed',
        text: parts.map((part) => (part.kind === 'text' ? part.text : `{${part.name}}`)).join(''),
      },
    ],
  }
}

function splitVerb(text: string): { readonly tokens: readonly Token[]; readonly verb?: string } {
  const colon = text.indexOf(':', 1)
  const bare = (colon === -1 ? text : text.slice(0, colon)).replace(/\.(json|xml)$/, '')
  const tokens: Token[] = [{ kind: 'fixed', text: bare }]
  return colon === -1 ? { tokens } : { tokens, verb: text.slice(colon + 1) }
}
