import type { Finding, Location } from '../base/finding.js'
import { pointerTo, ROOT, type JsonPointer } from '../base/json-pointer.js'
import { endOfString } from './json-string.js'
import type { LineIndex } from './line-index.js'

/** A key that an object has twice, with the offsets of the first and the last. */
export interface DuplicateKey {
  readonly at: JsonPointer
  readonly key: string
  readonly first: number
  readonly last: number
}

/** Keys that are a nuisance a hundred times over are told this often. */
const MAX_TOLD = 100

interface Container {
  /** Undefined for a list. */
  readonly keys: Map<string, number> | undefined
  key: string
  items: number
}

/** `JSON.parse` keeps the last of equal keys without a word. The text must be valid JSON. */
export function findDuplicateKeys(text: string): DuplicateKey[] {
  const duplicates: DuplicateKey[] = []
  const open: Container[] = []
  let expectsKey = false
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case 34 /* " */: {
        const end = endOfString(text, i)
        const container = open.at(-1)
        if (expectsKey && container?.keys) {
          const duplicate = takeKey(container, open, keyText(text.slice(i + 1, end)), i)
          if (duplicate && duplicates.push(duplicate) >= MAX_TOLD) return duplicates
          expectsKey = false
        }
        i = end
        break
      }
      case 123 /* { */:
        open.push({ keys: new Map(), key: '', items: 0 })
        expectsKey = true
        break
      case 91 /* [ */:
        open.push({ keys: undefined, key: '', items: 0 })
        expectsKey = false
        break
      case 125 /* } */:
      case 93 /* ] */:
        open.pop()
        expectsKey = false
        break
      case 44 /* , */: {
        const container = open.at(-1)
        if (!container) break
        container.items++
        expectsKey = container.keys !== undefined
        break
      }
    }
  }
  return duplicates
}

function takeKey(
  container: Container,
  open: readonly Container[],
  key: string,
  offset: number,
): DuplicateKey | undefined {
  container.key = key
  const first = container.keys?.get(key)
  container.keys?.set(key, offset)
  if (first === undefined) return undefined
  const path = open.map((outer) => (outer.keys ? outer.key : outer.items))
  return { at: pointerTo(ROOT, ...path), key, first, last: offset }
}

function keyText(raw: string): string {
  return raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw
}

/** @param base where the file's root stands in the document */
export function describeDuplicates(
  duplicates: readonly DuplicateKey[],
  base: JsonPointer,
  lines: LineIndex,
): Finding[] {
  return duplicates.map(({ at, key, first, last }) => {
    const spec = (base + at) as JsonPointer
    return {
      rule: 'document/duplicate-key',
      severity: 'error',
      blame: 'document',
      message: `the key '${key}' stands at ${describeBoth(lines.location(first), lines.location(last))} of the same object; the last one counts`,
      where: { side: 'document', in: 'document', pointer: spec },
      spec,
      remedy: 'Remove one of the two.',
    }
  })
}

function describeBoth(first: Location, last: Location): string {
  if (first.line !== last.line) return `line ${first.line} and again at line ${last.line}`
  return `column ${first.column} of line ${first.line} and again at column ${last.column}`
}
