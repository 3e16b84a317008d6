import type { JsonPointer } from './json-pointer.js'
import type { RuleId } from './rule.js'

/** A place in a file that a person can open. Line and column count from 1. */
export interface Location {
  /** As the author named it: a path relative to the working directory, a URL, or '<stdin>'. */
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Which part of a message, or the document itself, a finding speaks of. */
export interface Where {
  readonly side: 'request' | 'response' | 'document'
  readonly in:
    | 'method'
    | 'url'
    | 'path'
    | 'query'
    | 'querystring'
    | 'header'
    | 'cookie'
    | 'body'
    | 'status'
    | 'security'
    | 'document'
  /** Name of the parameter, header or security scheme. */
  readonly name?: string
  /** Inside the decoded value of that part. */
  readonly pointer?: JsonPointer
}

/** A breach of the document, or of a standard: the one currency of every checker. Returned in lists, never thrown. */
export interface Finding {
  /** Stable id; see `RULES`. */
  readonly rule: RuleId
  readonly severity: 'error' | 'warning' | 'hint'
  /** Who has to act. */
  readonly blame: 'client' | 'server' | 'document'
  /** The thing, what was expected, what was found; one sentence without its place. */
  readonly message: string
  readonly where: Where
  /** The rule's place in the document; `ApiDocument.locate` gives file and line. */
  readonly spec?: JsonPointer
  /** Of the document's text, where the fault is one that no pointer leads to. */
  readonly location?: Location
  /** What to do, where there is something more helpful to say than the message. */
  readonly remedy?: string
}

/** Shared, so that what finds nothing makes nothing. */
export const NO_FINDINGS: readonly Finding[] = []

/** For people: 'request body at /items/0/price', 'query parameter limit'. */
export function describeWhere(where: Where): string {
  const inside = where.pointer ? ` at ${where.pointer}` : ''
  switch (where.in) {
    case 'document':
      return `document${inside}`
    case 'method':
    case 'url':
    case 'status':
    case 'body':
      return `${where.side} ${where.in}${inside}`
    case 'path':
    case 'query':
    case 'querystring':
    case 'cookie':
      return `${where.in} parameter ${where.name ?? ''}${inside}`
    case 'header':
      return `${where.side} header ${where.name ?? ''}${inside}`
    case 'security':
      return `security scheme ${where.name ?? ''}`
  }
}
