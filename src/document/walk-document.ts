import { isRecord, own, type UnknownRecord } from '../base/json.js'
import { pointerTo, type JsonPointer } from '../base/json-pointer.js'
import type { DeclaredVersion } from './api-document.js'
import { fieldsOf, type FieldType } from './openapi-fields.js'
import { isOfType } from './is-of-type.js'
import { MEMBERS, type ObjectKind } from './openapi-shapes.js'

/** A value that the document's structure gives a meaning, as opposed to data in examples, defaults and extensions. */
export interface Site {
  readonly kind: ObjectKind
  readonly node: unknown
  readonly at: JsonPointer
  /** What holds the node, and under which key; undefined at the start of a walk. */
  readonly parent: { readonly node: UnknownRecord | readonly unknown[]; readonly key: string | number } | undefined
  /** The schema with `$id` that is nearest above (or this one); undefined outside of such. */
  readonly resource: Resource | undefined
}

/** A schema that has a name of its own (JSON Schema 2020-12 core 8.2.1): references in it are relative to it. */
export interface Resource {
  readonly at: JsonPointer
  /** Resolved against the resources above; not absolute unless one of them is. */
  readonly id: string
}

export interface Visitor {
  visit(site: Site): void
  /** Maps and lists in between: '/components/schemas', '/paths/~1a/get/parameters'. */
  visitContainer?(container: Container): void
}

export interface Container {
  readonly node: unknown
  readonly at: JsonPointer
  readonly type: FieldType & { readonly kind: 'list' | 'map' }
  readonly parent: NonNullable<Site['parent']>
  readonly resource: Resource | undefined
}

export interface Walk {
  site(site: Site): void
  container(container: Container): void
}

/**
 * Visits every typed object once, in document order, without following references. An object that stands in several
 * places (a YAML alias) is visited where it comes first.
 */
export function createWalk(version: DeclaredVersion, visitor: Visitor): Walk {
  const seen = new Map<ObjectKind, Set<unknown>>()
  const knowsIds = version === '3.1' || version === '3.2'

  function walk(site: Site): void {
    const { kind, node, at } = site
    if (typeof node !== 'object' || node === null) {
      visitor.visit(site)
      return
    }
    let seenOfKind = seen.get(kind)
    if (!seenOfKind) seen.set(kind, (seenOfKind = new Set()))
    if (seenOfKind.has(node)) return
    seenOfKind.add(node)
    const resource = kind === 'schema' && knowsIds ? enterResource(node, at, site.resource) : site.resource
    visitor.visit(resource === site.resource ? site : { ...site, resource })
    if (!isRecord(node)) return
    // 3.0.4 Reference Object: "cannot be extended"; before 3.1 that holds for schemas as well.
    if (typeof own(node, '$ref') === 'string' && kind !== 'pathItem' && !(kind === 'schema' && knowsIds)) return
    walkFields(kind, node, at, resource)
  }

  function walkFields(kind: ObjectKind, node: UnknownRecord, at: JsonPointer, resource: Resource | undefined): void {
    const fields = fieldsOf(kind)
    const member = MEMBERS[kind]
    for (const key of Object.keys(node)) {
      const types =
        fields.get(key)?.types ??
        (member && !key.startsWith('x-') ? [{ kind: 'node', of: member } as const] : undefined)
      const value = node[key]
      if (!types || (typeof value !== 'object' && types.every(({ kind }) => kind !== 'node'))) continue
      const type = types.length === 1 ? types[0] : types.find((candidate) => isOfType(candidate, value))
      if (type) walkValue(type, { node, key }, value, pointerTo(at, key), resource)
    }
  }

  function walkValue(
    type: FieldType,
    parent: NonNullable<Site['parent']>,
    node: unknown,
    at: JsonPointer,
    resource: Resource | undefined,
  ): void {
    if (type.kind === 'node') walk({ kind: type.of, node, at, parent, resource })
    if (type.kind === 'list' || type.kind === 'map') walkContainer({ node, at, type, parent, resource })
  }

  function walkContainer(container: Container): void {
    visitor.visitContainer?.(container)
    const { node, at, type, resource } = container
    if (type.of.kind !== 'node' || containerRef(container) !== undefined) return
    if (type.kind === 'list' && Array.isArray(node)) {
      for (let i = 0; i < node.length; i++) walkValue(type.of, { node, key: i }, node[i], pointerTo(at, i), resource)
    }
    if (type.kind === 'map' && isRecord(node)) {
      for (const key of Object.keys(node)) walkValue(type.of, { node, key }, node[key], pointerTo(at, key), resource)
    }
  }

  return { site: walk, container: walkContainer }
}

/**
 * `schemas: { $ref: './schemas.yaml' }`, `enum: { $ref: '#/x-colours' }`: no standard knows it, many bundlers do. A schema that
 * is called `$ref` is no text.
 */
export function containerRef({ node, type }: Container): string | undefined {
  const ref = isRecord(node) && (type.of.kind === 'node' || type.kind === 'list') ? own(node, '$ref') : undefined
  return typeof ref === 'string' ? ref : undefined
}

function enterResource(node: object, at: JsonPointer, outer: Resource | undefined): Resource | undefined {
  const id = isRecord(node) ? own(node, '$id') : undefined
  return typeof id === 'string' && !id.startsWith('#') ? { at, id: resolveUri(id, outer?.id) } : outer
}

/** RFC 3986 5.2; the reference itself when there is nothing absolute to resolve it against. */
export function resolveUri(ref: string, base: string | undefined): string {
  try {
    return new URL(ref, base).href
  } catch {
    return ref
  }
}
