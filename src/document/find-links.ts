import { isRecord, own } from '../base/json.js'
import type { UnknownRecord } from '../base/json.js'
import { pointerTo, ROOT, valueAt } from '../base/json-pointer.js'
import type { JsonPointer } from '../base/json-pointer.js'
import type { DocumentFile } from './document-file.js'
import { REFERABLE } from './openapi-shapes.js'
import type { Container, Site } from './walk-document.js'

/** A file within the tree. */
export interface Part {
  readonly file: DocumentFile
  /** Where its root stands in the tree: '' for the document itself. */
  readonly mount: JsonPointer
  /** What its references are relative to. */
  readonly base: string
}

/** Something that refers to something. */
export type Link =
  | {
      readonly kind: 'ref' | 'inline' | 'mapping' | 'external-value'
      readonly part: Part
      readonly site: Site
      readonly ref: string
      readonly key: string
    }
  | {
      readonly kind: 'inline-container'
      readonly part: Part
      readonly site: Container
      readonly ref: string
      readonly key: string
    }

/** What a site refers to. */
export function linksOf(site: Site, part: Part): Link[] {
  const { kind, node } = site
  if (!isRecord(node)) return []
  const links: Link[] = []
  const ref = own(node, '$ref')
  if (typeof ref === 'string')
    links.push({ kind: REFERABLE.has(kind) ? 'ref' : 'inline', part, site, ref, key: '$ref' })
  const externalValue = kind === 'example' && !Object.hasOwn(node, 'value') ? own(node, 'externalValue') : undefined
  if (typeof externalValue === 'string') {
    links.push({ kind: 'external-value', part, site, ref: externalValue, key: 'externalValue' })
  }
  const mapping = kind === 'discriminator' ? own(node, 'mapping') : undefined
  for (const [key, value] of Object.entries(isRecord(mapping) ? mapping : {})) {
    if (typeof value === 'string' && LOOKS_LIKE_URI.test(value))
      links.push({ kind: 'mapping', part, site, ref: value, key })
  }
  return links
}

const LOOKS_LIKE_URI = /^#|^\.{0,2}\/|\.(json|ya?ml)(#|$)/i

/** Swagger 1.2 named models without a path, and some documents still do. */
export function bareName(root: UnknownRecord, ref: string): JsonPointer | undefined {
  if (!/^\w+$/.test(ref)) return undefined
  const places = [pointerTo(ROOT, 'definitions', ref), pointerTo(ROOT, 'components', 'schemas', ref)]
  return places.find((at) => valueAt(root, at) !== undefined)
}
