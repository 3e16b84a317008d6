import { endOfString } from './json-string.js'
import type { Positions } from './positions.js'

/** Offsets of the members of one object or list. */
type Members = ReadonlyMap<string, Member>
interface Member {
  /** Of the key; of the value in a list. */
  readonly start: number
  readonly value: number
}

/**
 * Offsets in a JSON text. Objects and lists are read only on the way to what is asked for, everything beside is skipped
 * over, and each is remembered: the first question about a big document costs a pass, its neighbours a look-up.
 */
export function createJsonPositions(text: string): Positions {
  const known = new Map<number, Members>()

  function membersOf(offset: number): Members {
    let members = known.get(offset)
    if (!members) known.set(offset, (members = readMembers(text, offset)))
    return members
  }

  return {
    find: (keys) => {
      let value = skipSpace(text, 0)
      let start = value
      for (const key of keys) {
        const member = membersOf(value).get(key)
        if (!member) break
        ;({ start, value } = member)
      }
      return start
    },
  }
}

function readMembers(text: string, offset: number): Members {
  const members = new Map<string, Member>()
  const isObject = text[offset] === '{'
  if (!isObject && text[offset] !== '[') return members
  let at = skipSpace(text, offset + 1)
  while (at < text.length && text[at] !== '}' && text[at] !== ']') {
    const start = at
    let key = String(members.size)
    if (isObject) {
      const end = endOfString(text, at)
      key = readKey(text.slice(at, end + 1))
      at = skipSpace(text, skipSpace(text, end + 1) + 1)
    }
    members.set(key, { start, value: at })
    at = skipSpace(text, endOfValue(text, at))
    if (text[at] === ',') at = skipSpace(text, at + 1)
  }
  return members
}

function readKey(quoted: string): string {
  return quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1)
}

function endOfValue(text: string, start: number): number {
  let depth = 0
  for (let i = start; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case 34 /* " */:
        i = endOfString(text, i)
        if (depth === 0) return i + 1
        break
      case 123 /* { */:
      case 91 /* [ */:
        depth++
        break
      case 125 /* } */:
      case 93 /* ] */:
        if (depth === 0) return i
        if (--depth === 0) return i + 1
        break
      case 44 /* , */:
        if (depth === 0) return i
        break
    }
  }
  return text.length
}

function skipSpace(text: string, at: number): number {
  for (;;) {
    const code = text.charCodeAt(at)
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return at
    at++
  }
}
