import { isJsonType, isSequentialType, isXmlType, type MediaType } from '../model/media-type.js'
import type { Shape } from './schema-shape.js'

/** Who reads and writes a media type. */
export type MediaKind = 'json' | 'sequence' | 'form' | 'multipart' | 'xml' | 'text' | 'other'

export function mediaKind(type: MediaType): MediaKind {
  if (isJsonType(type)) return 'json'
  if (isSequentialType(type)) return 'sequence'
  if (isXmlType(type)) return 'xml'
  if (type.essence === 'application/x-www-form-urlencoded') return 'form'
  if (type.type === 'multipart') return 'multipart'
  return type.type === 'text' ? 'text' : 'other'
}

/** `format: binary` (OpenAPI 3.0), `type: file` (2.0), `contentEncoding` and `contentMediaType` (3.1). */
export function isBinary(shape: Shape): boolean {
  return shape.schemas.some(
    ({ node }) => node['format'] === 'binary' || 'contentEncoding' in node || 'contentMediaType' in node,
  )
}
