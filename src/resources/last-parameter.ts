import type { Operation } from '../model/api-model.js'

/** Operations on one path may call its parameter differently when the templates differ. */
export function lastParameter(operation: Operation | undefined): string | undefined {
  const parts = operation?.template.segments.flatMap((segment) => segment.parts) ?? []
  const last = parts.findLast((part) => part.kind === 'parameter')
  return last?.name
}
