import { isRecord, own, type UnknownRecord } from '../base/json.js'
import { ROOT, type JsonPointer } from '../base/json-pointer.js'
import type { DeclaredVersion } from './api-document.js'
import { createWalk, resolveUri, type Resource } from './walk-document.js'

export interface Identifiers {
  /** Innermost last among those that enclose one another. */
  readonly resources: readonly Resource[]
  readonly byId: ReadonlyMap<string, JsonPointer>
  /** 'resource id#anchor' → place. */
  readonly anchors: ReadonlyMap<string, JsonPointer>
}

export const NO_IDENTIFIERS: Identifiers = { resources: [], byId: new Map(), anchors: new Map() }

/** What the schemas of a document call themselves, taken from where the document has schemas and from nowhere else. */
export function indexIdentifiers(root: UnknownRecord, version: DeclaredVersion, uri: string): Identifiers {
  const resources: Resource[] = []
  const byId = new Map<string, JsonPointer>()
  const anchors = new Map<string, JsonPointer>()
  const walk = createWalk(version, {
    visit: ({ kind, node, at, resource }) => {
      if (kind !== 'schema' || !isRecord(node)) return
      const id = resource ? withoutEmptyHash(resolveUri(resource.id, uri)) : uri
      if (resource?.at === at) {
        resources.push({ at, id })
        if (!byId.has(id)) byId.set(id, at)
      }
      for (const keyword of ['$anchor', '$dynamicAnchor']) {
        const anchor = own(node, keyword)
        const name = `${id}#${String(anchor)}`
        if (typeof anchor === 'string' && !anchors.has(name)) anchors.set(name, at)
      }
    },
  })
  walk.site({ kind: 'openapi', node: root, at: ROOT, parent: undefined, resource: undefined })
  return { resources, byId, anchors }
}

/** RFC 3986 6.2.3: an empty fragment names the same. */
export function withoutEmptyHash(uri: string): string {
  return uri.endsWith('#') ? uri.slice(0, -1) : uri
}
