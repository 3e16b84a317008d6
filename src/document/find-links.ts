import { isRecord, own, type UnknownRecord } from '../base/json.js'
import { pointerTo, ROOT, valueAt, type JsonPointer } from '../base/json-pointer.js'
import type { DocumentFile } from './document-file.js'
import { loneRef } from './lone-ref.js'
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
      readonly kind: 'ref' | 'inline' | 'mapping' | 'external-value' | 'example'
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

/** Fields that hold data of examples. */
const EXAMPLES: Partial<Record<Site['kind'], readonly string[]>> = {
  example: ['value', 'dataValue'],
  mediaType: ['example'],
  parameter: ['example'],
  header: ['example'],
  response: ['examples'],
  schema: ['example', 'examples'],
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
  for (const field of EXAMPLES[kind] ?? []) {
    const value = own(node, field)
    if (value !== undefined)
      links.push(...linksInExample({ ...site, node: value, at: pointerTo(site.at, field) }, part))
  }
  return links
}

/** Objects of an example that hold nothing but a `$ref` (see loneRef); those that name no file of data are left alone. */
export function linksInExample(site: Site, part: Part): Link[] {
  const links: Link[] = []
  const seen = new Set<unknown>()
  const open = [site]
  for (let place = open.pop(); place; place = open.pop()) {
    const { node, at } = place
    if (typeof node !== 'object' || node === null || seen.has(node)) continue
    seen.add(node)
    const ref = loneRef(node)
    if (ref !== undefined && LOOKS_LIKE_DATA.test(ref))
      links.push({ kind: 'example', part, site: place, ref, key: '$ref' })
    if (ref !== undefined) continue
    for (const [key, value] of Object.entries(node)) open.push({ ...place, node: value, at: pointerTo(at, key) })
  }
  return links
}

/** A mapping may name a schema, a `$ref` in an example may be data: only authors know whether it looks like a file by chance. */
export function isGuess({ kind }: Link): boolean {
  return kind === 'mapping' || kind === 'example'
}

const LOOKS_LIKE_DATA = /^#|\.(json|ya?ml)(#|$)/i

const LOOKS_LIKE_URI = /^#|^\.{0,2}\/|\.(json|ya?ml)(#|$)/i

/** Swagger 1.2 named models without a path, and some documents still do. */
export function bareName(root: UnknownRecord, ref: string): JsonPointer | undefined {
  if (!/^\w+$/.test(ref)) return undefined
  const places = [pointerTo(ROOT, 'definitions', ref), pointerTo(ROOT, 'components', 'schemas', ref)]
  return places.find((at) => valueAt(root, at) !== undefined)
}
