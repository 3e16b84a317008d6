import type { InteractionMatch } from './interaction.js'

/** The path with arranged values in place of those that the pact wrote, where their names are the operation's own. */
export function rewritePath(
  path: string,
  { operation, pathValues, basePath }: InteractionMatch,
  values: Readonly<Record<string, unknown>>,
): string {
  const known = [...pathValues.keys()].some((name) => isText(values[name]))
  if (!known) return path
  const segments = operation.template.segments.map(({ parts }) =>
    parts
      .map((part) => {
        if (part.kind === 'text') return part.text
        const value = values[part.name]
        return isText(value) ? encodeURIComponent(String(value)) : (pathValues.get(part.name) ?? '')
      })
      .join(''),
  )
  return `${basePath}/${segments.join('/')}`
}

function isText(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number'
}
