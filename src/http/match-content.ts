import type { MediaTypeSpec } from '../model/api-model.js'
import { matchMediaRange, type MediaType } from '../model/media-type.js'

/** The declared media type that fits a Content-Type best; of equals the first. What is declared but is no range is compared as text. */
export function matchContent(
  header: string,
  type: MediaType | undefined,
  content: readonly MediaTypeSpec[],
): MediaTypeSpec | undefined {
  let best: MediaTypeSpec | undefined
  let bestScore = 0
  for (const spec of content) {
    const score = spec.range ? (type ? matchMediaRange(spec.range, type) : 0) : sameText(spec.declared, header) ? 6 : 0
    if (score > bestScore) {
      best = spec
      bestScore = score
    }
  }
  return best
}

function sameText(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase()
}
