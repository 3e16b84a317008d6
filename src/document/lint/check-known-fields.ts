import { documentFinding } from '../../base/document-finding.js'
import type { Finding } from '../../base/finding.js'
import type { UnknownRecord } from '../../base/json.js'
import { pointerTo } from '../../base/json-pointer.js'
import { nearestNames } from '../../base/text.js'
import type { DeclaredVersion } from '../api-document.js'
import { fieldsOf } from '../openapi-fields.js'
import type { ObjectKind } from '../openapi-shapes.js'
import type { Site } from '../walk-document.js'

/** Keys are names of the author's there, or, in schemas, may be keywords of any vocabulary. */
const OPEN: ReadonlySet<ObjectKind> = new Set<ObjectKind>([
  'paths',
  'callback',
  'responses',
  'content',
  'securityRequirement',
  'schema',
])

/** Known, but nobody here reads them. */
const UNREAD: Partial<Record<ObjectKind, readonly string[]>> = {
  securityScheme: ['deprecated', 'oauth2MetadataUrl'],
}

/** Fields that OpenAPI does not know and that are no extensions: slips of the pen, most of them. */
export function checkKnownFields({ kind, at }: Site, node: UnknownRecord, declared: DeclaredVersion): Finding[] {
  if (OPEN.has(kind)) return []
  // Parameters and headers of Swagger 2.0 have keywords of schemas among their own.
  if (declared === '2.0' && (kind === 'parameter' || kind === 'header')) return []
  const known = fieldsOf(kind)
  return Object.keys(node).flatMap((name) => {
    if (known.has(name) || name.startsWith('x-') || name.startsWith('$')) return []
    if (UNREAD[kind]?.includes(name)) return []
    const near = nearestNames(name, known.keys(), 1)[0]
    return [
      documentFinding(
        'document/unknown-field',
        near === undefined ? 'hint' : 'warning',
        pointerTo(at, name),
        `${name}: expected a field of OpenAPI ${declared}, or a name that begins with 'x-'`,
        near === undefined ? undefined : `Did you mean '${near}'?`,
      ),
    ]
  })
}
