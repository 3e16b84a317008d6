import { exec, type JsonValue } from 'jsonpath-rfc9535'
import type { UnknownRecord } from '../base/json.js'
import { pointerTo, ROOT, type JsonPointer } from '../base/json-pointer.js'

/**
 * The places that a JSONPath selects, each once.
 * @throws Error with the reason when it is none, neither by RFC 9535 nor as authors of overlays write it
 */
export function selectByPath(root: UnknownRecord, path: string): JsonPointer[] {
  try {
    return select(root, path)
  } catch (cause) {
    const quoted = withQuotedNames(path)
    if (quoted === path) throw cause
    try {
      return select(root, quoted)
    } catch {
      throw cause
    }
  }
}

function select(root: UnknownRecord, path: string): JsonPointer[] {
  const found = new Set<JsonPointer>()
  exec(root as JsonValue, path, (_, keys) => found.add(pointerTo(ROOT, ...keys)))
  return [...found]
}

const TEXT = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/.source
const NUMBER = /(?<![\w.\])-])-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/.source
const NAME = /(\.\.?)([\w\u0080-\uffff][\w\u0080-\uffff-]*)/.source
const PARTS = new RegExp(`${TEXT}|${NUMBER}|${NAME}`, 'g')

/**
 * `.x-internal` and `.responses.200` with their names in brackets: RFC 9535 2.5.1.1 lets no name after a dot have a hyphen
 * or begin with a digit, but nothing else can be meant, and examples of the Overlay Specification write it so.
 */
function withQuotedNames(path: string): string {
  return path.replace(PARTS, (part: string, dots: string | undefined, name: string | undefined) => {
    if (dots === undefined || name === undefined || !/^\d|-/.test(name)) return part
    return `${dots === '..' ? '..' : ''}['${name}']`
  })
}
