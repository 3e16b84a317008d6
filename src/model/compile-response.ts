import { pointerTo } from '../base/json-pointer.js'
import type { ResponseSpec } from './api-model.js'
import { compileContent, compileHeaders } from './compile-content.js'
import { compileSwaggerContent } from './compile-swagger.js'
import { readPart, recordMember, reportDocument, reportWrongType, textMember, type Part, type Source } from './part.js'

export function compileResponses(source: Source, operation: Part): ResponseSpec[] {
  const responses = recordMember(source, operation, 'responses') ?? {}
  const byKey = new Map<string, ResponseSpec>()
  for (const [key, value] of Object.entries(responses)) {
    if (key.startsWith('x-')) continue
    const at = pointerTo(operation.at, 'responses', key)
    const normal = normaliseKey(key)
    if (normal === undefined || byKey.has(normal)) {
      reportWrongType(source, at, 'key of responses', 'a status such as 200, 4XX, or default, each once', key)
      continue
    }
    // A reference that leads nowhere still declares the status: its answer is without a body.
    const part = readPart(source, value, at, `response ${key}`) ?? { node: {}, at }
    byKey.set(normal, compileResponse(source, operation, normal, part))
  }
  if (byKey.size === 0) {
    reportDocument(source, 'document/no-responses', operation.at, 'expected at least one response, found none')
  }
  return [...byKey.values()]
}

/** '2xx' is a common slip for '2XX'. */
function normaliseKey(key: string): string | undefined {
  const trimmed = key.trim()
  if (/^[1-5](\d\d|xx)$/i.test(trimmed)) return trimmed.toUpperCase()
  return trimmed.toLowerCase() === 'default' ? 'default' : undefined
}

function compileResponse(source: Source, operation: Part, key: string, part: Part): ResponseSpec {
  return {
    key,
    description: textMember(source, part, 'description') ?? '',
    headers: compileHeaders(source, part),
    content: source.swagger ? compileSwaggerContent(source, operation, part) : compileContent(source, part),
    at: part.at,
  }
}
