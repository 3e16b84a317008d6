import type { Report } from './decode-pieces.js'

export interface XmlElement {
  /** Without its prefix. */
  readonly name: string
  /** By name without prefix; declarations of namespaces and schema instances (xmlns, xsi) are left out. */
  readonly attributes: ReadonlyMap<string, string>
  readonly isNil: boolean
  readonly children: readonly XmlElement[]
  /** All text and CDATA directly inside. */
  readonly text: string
}

interface OpenElement extends XmlElement {
  readonly qualifiedName: string
  readonly attributes: Map<string, string>
  isNil: boolean
  readonly children: OpenElement[]
  text: string
}

const MAX_DEPTH = 200

const NAME = '[A-Za-z_:\\u0080-\\uffff][\\w:.\\-\\u0080-\\uffff]*'
const OPENING = new RegExp(`<(${NAME})`, 'y')
const ATTRIBUTE = new RegExp(`\\s+(${NAME})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, 'y')
const OPENING_END = /\s*(\/?)>/y
const CLOSING = new RegExp(`</(${NAME})\\s*>`, 'y')
const BETWEEN: readonly (readonly [string, string])[] = [
  ['<!--', '-->'],
  ['<?', '?>'],
]

/**
 * Well-formed XML without document types: no entity is ever expanded but the five of the standard, and nothing is fetched.
 * Undefined (and a report) otherwise.
 */
export function readXml(text: string, report: Report): XmlElement | undefined {
  const root: OpenElement = openElement('')
  const open: OpenElement[] = [root]
  let at = 0

  function match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found) at = pattern.lastIndex
    return found ?? undefined
  }

  function fail(message: string): undefined {
    const line = text.slice(0, at).split('\n').length
    report(`malformed XML: ${message} at line ${line}`)
  }

  /** Skips comments and instructions; reads CDATA. Undefined when none of them stands here. */
  function readSpecial(parent: OpenElement): 'read' | 'unclosed' | undefined {
    const cdata = text.startsWith('<![CDATA[', at)
    const [start, end] = cdata
      ? ['<![CDATA[', ']]>']
      : (BETWEEN.find(([opening]) => text.startsWith(opening, at)) ?? [])
    if (start === undefined || end === undefined) return undefined
    const to = text.indexOf(end, at + start.length)
    if (to === -1) return 'unclosed'
    if (cdata) parent.text += text.slice(at + start.length, to)
    at = to + end.length
    return 'read'
  }

  while (at < text.length) {
    const parent = open.at(-1) ?? root
    if (text[at] !== '<') {
      const end = text.indexOf('<', at)
      const content = decodeEntities(text.slice(at, end === -1 ? text.length : end))
      if (content === undefined) return fail("an entity that is not one of XML's own")
      if (parent === root && content.trim() !== '') return fail('text outside of the root element')
      parent.text += content
      at = end === -1 ? text.length : end
      continue
    }
    const special = readSpecial(parent)
    if (special === 'unclosed') return fail('a comment, instruction or CDATA section without an end')
    if (special === 'read') continue
    const closing = match(CLOSING)
    if (closing) {
      if (parent === root || parent.qualifiedName !== closing[1]) return fail(`unexpected ${closing[0]}`)
      open.pop()
      continue
    }
    const opening = match(OPENING)
    if (!opening?.[1])
      return fail(text.startsWith('<!', at) ? 'a document type is not accepted' : "expected a tag after '<'")
    if (parent === root && root.children.length > 0) return fail('a second root element')
    if (open.length > MAX_DEPTH) return fail(`elements nested more than ${MAX_DEPTH} deep`)
    const element = openElement(opening[1])
    for (let found = match(ATTRIBUTE); found; found = match(ATTRIBUTE)) {
      const value = decodeEntities(found[2] ?? found[3] ?? '')
      if (value === undefined) return fail("an entity that is not one of XML's own")
      addAttribute(element, found[1] ?? '', value)
    }
    const end = match(OPENING_END)
    if (!end) return fail(`malformed attributes in <${element.qualifiedName}>`)
    parent.children.push(element)
    if (end[1] === '') open.push(element)
  }
  if (open.length > 1) return fail(`<${open.at(-1)?.qualifiedName ?? ''}> is not closed`)
  return root.children[0] ?? fail('expected a root element')
}

function openElement(qualifiedName: string): OpenElement {
  const name = localName(qualifiedName)
  return { name, qualifiedName, attributes: new Map(), isNil: false, children: [], text: '' }
}

function addAttribute(element: OpenElement, qualifiedName: string, value: string): void {
  if (qualifiedName === 'xmlns' || qualifiedName.startsWith('xmlns:')) return
  if (qualifiedName.startsWith('xsi:')) element.isNil ||= qualifiedName === 'xsi:nil' && value === 'true'
  else element.attributes.set(localName(qualifiedName), value)
}

function localName(qualifiedName: string): string {
  return qualifiedName.slice(qualifiedName.indexOf(':') + 1)
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** Undefined when there is an entity that a document type would have to declare, or an ampersand that begins none. */
function decodeEntities(text: string): string | undefined {
  if (!text.includes('&')) return text
  let isUnknown = false
  const decoded = text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w{1,8}));|&/g, (_, decimal, hex, name) => {
    const code = decimal ? Number(decimal) : hex ? parseInt(String(hex), 16) : undefined
    if (code !== undefined && code > 0 && code <= 0x10ffff) return String.fromCodePoint(code)
    const entity = Object.hasOwn(ENTITIES, String(name)) ? ENTITIES[String(name)] : undefined
    isUnknown ||= entity === undefined
    return entity ?? ''
  })
  return isUnknown ? undefined : decoded
}
