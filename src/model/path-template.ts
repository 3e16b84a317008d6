/** Path templates (OpenAPI 'Path Templating'), split for the router. */
export interface PathTemplate {
  readonly segments: readonly Segment[]
}

/** What stands between two slashes: text and parameters, such as '{id}', 'pets', '{base}.{format}', '{id}:cancel'. */
export interface Segment {
  readonly parts: readonly Part[]
}

export type Part =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'parameter'; readonly name: string }

/** '/pets/{id}:cancel' → two segments. Braces that do not pair are text. A query or fragment in a path key is text as well. */
export function parsePathTemplate(path: string): PathTemplate {
  const trimmed = path.startsWith('/') ? path.slice(1) : path
  return { segments: splitOutsideBraces(trimmed).map(parseSegment) }
}

/** A parameter's name may hold any character but '}', a slash too ('{+path}' of RFC 6570 dialects included as they are). */
function splitOutsideBraces(path: string): string[] {
  const segments: string[] = []
  let start = 0
  let inside = false
  for (let i = 0; i < path.length; i++) {
    const char = path[i]
    if (char === '{') inside = path.indexOf('}', i) !== -1
    else if (char === '}') inside = false
    else if (char === '/' && !inside) {
      segments.push(path.slice(start, i))
      start = i + 1
    }
  }
  segments.push(path.slice(start))
  return segments
}

function parseSegment(segment: string): Segment {
  const parts: Part[] = []
  for (const match of segment.matchAll(/\{([^{}]+)\}|[^{]+|\{/g)) {
    const name = match[1]
    const last = parts.at(-1)
    if (name !== undefined) parts.push({ kind: 'parameter', name })
    else if (last?.kind === 'text') parts[parts.length - 1] = { kind: 'text', text: last.text + match[0] }
    else parts.push({ kind: 'text', text: match[0] })
  }
  return { parts }
}

export function templateParameters(template: PathTemplate): string[] {
  return template.segments.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.kind === 'parameter' ? [part.name] : [])),
  )
}
