import type { Location } from '../base/finding.js'

/** Turns offsets of a text into lines and columns, both counted from 1. */
export interface LineIndex {
  location(offset: number): Location
}

export function createLineIndex(file: string, text: string): LineIndex {
  let starts: number[] | undefined
  return {
    location: (offset) => {
      starts ??= lineStarts(text)
      const line = lineAt(starts, offset)
      return { file, line, column: offset - (starts[line - 1] ?? 0) + 1 }
    },
  }
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** The last line that starts at or before the offset, by halving. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle
  }
  return low + 1
}

/** 'api.yaml:12:3' */
export function describeLocation({ file, line, column }: Location): string {
  return `${file}:${line}:${column}`
}
