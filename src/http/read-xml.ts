import type { Report } from './report.js'

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

/** More elements and attributes than any real message has; reading them would block everybody else. */
const MAX_PARTS = 100_000
const TOO_MANY = `more than ${MAX_PARTS} elements and attributes`

const NAME = '[A-Za-z_:\\u0080-\\uffff][\\w:.\\-\\u0080-\\uffff]*'
const OPENING = new RegExp(`<(${NAME})`, 'y')
const ATTRIBUTE = new RegExp(`\\s+(${NAME})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, 'y')
const OPENING_END = /\s*(\/?)>/y
const CLOSING = new RegExp(`</(${NAME})\\s*>`, 'y')

/**
 * Well-formed XML without document types: no entity is ever expanded but the five of the standard, and nothing is fetched.
 * Undefined (and a report) otherwise.
 */
export function readXml(text: string, report: Report): XmlElement | undefined {
  const reader = new XmlReader(text)
  const mistake = reader.read()
  if (mistake === undefined) return reader.root
  report(`malformed XML: ${mistake} at line ${reader.line}`)
  return undefined
}

/** Steps return what is wrong, or undefined. */
type Mistake = string | undefined

class XmlReader {
  readonly #text: string
  readonly #document: OpenElement = openElement('')
  readonly #open: OpenElement[] = [this.#document]
  #at = 0
  #parts = 0

  constructor(text: string) {
    this.#text = text
  }

  get root(): XmlElement | undefined {
    return this.#document.children[0]
  }

  get line(): number {
    return this.#text.slice(0, this.#at).split('\n').length
  }

  read(): Mistake {
    while (this.#at < this.#text.length) {
      const parent = this.#open.at(-1) ?? this.#document
      const mistake = this.#text[this.#at] === '<' ? this.#readMarkup(parent) : this.#readText(parent)
      if (mistake !== undefined) return mistake
    }
    if (this.#open.length > 1) return `<${this.#open.at(-1)?.qualifiedName ?? ''}> is not closed`
    return this.root ? undefined : 'expected a root element'
  }

  #readText(parent: OpenElement): Mistake {
    const end = this.#text.indexOf('<', this.#at)
    const content = decodeEntities(this.#text.slice(this.#at, end === -1 ? undefined : end))
    if (content === undefined) return UNKNOWN_ENTITY
    if (parent === this.#document && content.trim() !== '') return 'text outside of the root element'
    parent.text += content
    this.#at = end === -1 ? this.#text.length : end
    return undefined
  }

  #readMarkup(parent: OpenElement): Mistake {
    if (this.#text.startsWith('<![CDATA[', this.#at)) return this.#readCdata(parent)
    if (this.#text.startsWith('<!--', this.#at)) return this.#skipPast('-->')
    if (this.#text.startsWith('<?', this.#at)) return this.#skipPast('?>')
    if (this.#text.startsWith('<!', this.#at)) return 'a document type is not accepted'
    if (this.#text.startsWith('</', this.#at)) return this.#readClosing(parent)
    return this.#readOpening(parent)
  }

  #readCdata(parent: OpenElement): Mistake {
    const start = this.#at + '<![CDATA['.length
    const mistake = this.#skipPast(']]>')
    if (parent === this.#document) return 'text outside of the root element'
    if (mistake === undefined) parent.text += this.#text.slice(start, this.#at - ']]>'.length)
    return mistake
  }

  #skipPast(end: string): Mistake {
    const at = this.#text.indexOf(end, this.#at)
    if (at === -1) return `expected '${end}', found none`
    this.#at = at + end.length
    return undefined
  }

  #readClosing(parent: OpenElement): Mistake {
    const name = this.#match(CLOSING)?.[1]
    if (parent === this.#document || name !== parent.qualifiedName) return `unexpected </${name ?? ''}>`
    this.#open.pop()
    return undefined
  }

  #readOpening(parent: OpenElement): Mistake {
    const name = this.#match(OPENING)?.[1]
    if (name === undefined) return "expected a tag after '<'"
    if (parent === this.#document && this.root) return 'a second root element'
    if (this.#open.length > MAX_DEPTH) return `elements nested more than ${MAX_DEPTH} deep`
    if (++this.#parts > MAX_PARTS) return TOO_MANY
    const element = openElement(name)
    for (let found = this.#match(ATTRIBUTE); found; found = this.#match(ATTRIBUTE)) {
      if (++this.#parts > MAX_PARTS) return TOO_MANY
      const value = decodeEntities(found[2] ?? found[3] ?? '')
      if (value === undefined) return UNKNOWN_ENTITY
      addAttribute(element, found[1] ?? '', value)
    }
    const end = this.#match(OPENING_END)
    if (!end) return `malformed attributes in <${name}>`
    parent.children.push(element)
    if (end[1] === '') this.#open.push(element)
    return undefined
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (!found) return undefined
    this.#at = pattern.lastIndex
    return found
  }
}

const UNKNOWN_ENTITY = "an entity that is not one of XML's own"

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

const NO_ENTITY = /&(?!(?:lt|gt|amp|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)/
const ENTITY = /&(#?\w+);/g

/** Undefined when there is an entity that a document type would have to declare, or an ampersand that begins none. */
function decodeEntities(text: string): string | undefined {
  if (!text.includes('&')) return text
  if (NO_ENTITY.test(text)) return undefined
  // No XML may hold NUL (XML 1.0 2.2), so that it can stand for what does not exist.
  const decoded = text.replace(ENTITY, (_, name: string) => entity(name) ?? '\0')
  return decoded.includes('\0') ? undefined : decoded
}

function entity(name: string): string | undefined {
  if (!name.startsWith('#')) return Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined
  const code = name.startsWith('#x') ? parseInt(name.slice(2), 16) : Number(name.slice(1))
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined
}
