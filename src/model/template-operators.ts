import { declaredParameters } from './compile-parameter.js'
import type { Part, Source } from './part.js'
import { parsePathTemplate, type PathTemplate, type Segment } from './path-template.js'

/**
 * OpenAPI's templates have names only, and `style` says the rest. Authors who know RFC 6570 write its operators as well
 * ('{.id}', '{;id*}', '/pets{?page}'), and gateways '{proxy+}' for what takes the rest of a path.
 */
const OPERATOR = /\{(?:[.;+?&][^{}]+|[^{}]+[*+])\}/
const QUERY_EXPRESSION = /\{[?&][^{}]+\}$/

/** Whether a key of `paths` needs `bareTemplate`; hardly any does. */
export function hasOperators(path: string): boolean {
  return OPERATOR.test(path)
}

/** The template of an operation with the names that its parameters have; a name that is declared as it is written stays. */
export function bareTemplate(source: Source, path: string, pathItem: readonly Part[], operation: Part): PathTemplate {
  const declared = declaredParameters(source, pathItem, operation)
  const names = new Set(declared.flatMap((each) => (each.in === 'path' ? [each.name] : [])))
  const [query] = QUERY_EXPRESSION.exec(path) ?? []
  const isQuery = query !== undefined && !names.has(query.slice(1, -1))
  const { segments } = parsePathTemplate(isQuery ? path.slice(0, -query.length) : path)
  return { segments: segments.map((segment, index) => bareSegment(segment, names, index === segments.length - 1)) }
}

function bareSegment({ parts }: Segment, names: ReadonlySet<string>, isLast: boolean): Segment {
  return {
    parts: parts.map((part) => {
      if (part.kind === 'text' || names.has(part.name)) return part
      const name = part.name.replace(/^[.;+]/, '').replace(/[*+]$/, '')
      if (!names.has(name)) return part
      const isRest = isLast && parts.length === 1 && /^\+|\+$/.test(part.name)
      return isRest ? { kind: 'parameter', name, isRest } : { kind: 'parameter', name }
    }),
  }
}
