import { describeLocation, createLineIndex } from '../document/line-index.js'

/**
 * Where a chain of keys stands in a program's text: 'lockstep.config.ts:12:5'. The text is looked through for the words one
 * after the other, which finds what is written out; what is put together elsewhere is told by the last word that was found.
 */
export function createKeyFinder(file: string, text: string): (...keys: readonly string[]) => string {
  const lines = createLineIndex(file, text)
  return (...keys) => {
    let from = 0
    let found: number | undefined
    for (const key of keys) {
      const at = findWord(text, key, from)
      if (at === undefined) break
      found = at
      from = at + key.length
    }
    return found === undefined ? file : describeLocation(lines.location(found))
  }
}

function findWord(text: string, word: string, from: number): number | undefined {
  const escaped = word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  // A member or a shorthand, or a text: not a part of a longer word.
  const pattern = new RegExp(`(?<![\\w$.])(?:(['"\`])${escaped}\\1|${escaped}(?=\\s*[:(,}]))`, 'g')
  pattern.lastIndex = from
  return pattern.exec(text)?.index
}
