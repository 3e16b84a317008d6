import { setOwn } from '../base/json.js'
import { convertText } from './convert-text.js'
import type { Report } from './report.js'
import { readXml, type XmlElement } from './read-xml.js'
import type { Shape } from './schema-shape.js'
import { xmlFormOf } from './xml-form.js'

/** XML as its schema's XML Objects describe it (OpenAPI 3.0.4 'XML Object'). The root element's name is not judged. */
export function decodeXml(text: string, shape: Shape, report: Report): unknown {
  const root = readXml(text, report)
  return root && elementValue(root, shape)
}

function elementValue(element: XmlElement, shape: Shape): unknown {
  if (element.isNil && shape.types?.has('null')) return null
  if (isTextAlone(element) && shape.types && !holdsText(shape)) return textValue(element.text, shape)
  if (shape.mayBeArray && !shape.mayBeObject)
    return element.children.map((child, index) => elementValue(child, shape.item(index)))
  const isPlain = element.children.length === 0 && element.attributes.size === 0
  if (shape.mayBeObject && !(isPlain && shape.mayBeScalar)) return objectValue(element, shape)
  // Elements where a text belongs are no text: their schema says so. Attributes are passed over.
  return element.children.length === 0 && (isPlain || shape.types)
    ? textValue(element.text, shape)
    : objectValue(element, shape)
}

/** Text where members or items belong: it stays text, and its schema says what it should have been. */
function isTextAlone({ children, attributes, text }: XmlElement): boolean {
  return children.length === 0 && attributes.size === 0 && text.trim() !== ''
}

function holdsText(shape: Shape): boolean {
  return shape.mayBeObject && shape.names.some((name) => xmlFormOf(shape.property(name)).kind === 'text')
}

/** Blanks around numbers and the like are layout; in a string they may be meant. */
function textValue(text: string, shape: Shape): unknown {
  const converted = scalarValue(text.trim(), shape)
  return typeof converted === 'string' ? text : converted
}

/** XML Schema 1.1 part 2, 3.3.2: `1` and `0` are booleans too, and XML writers of PHP write them so. */
function scalarValue(text: string, shape: Shape): unknown {
  const isBoolean = (text === '1' || text === '0') && shape.types?.has('boolean') && !takesDigits(shape)
  return isBoolean ? text === '1' : convertText(text, shape)
}

function takesDigits({ types }: Shape): boolean {
  return types !== undefined && (types.has('string') || types.has('number') || types.has('integer'))
}

function objectValue(element: XmlElement, shape: Shape): Record<string, unknown> {
  const object: Record<string, unknown> = {}
  const rest: Rest = { text: element.text, attributes: new Map(element.attributes), children: byName(element.children) }
  for (const name of shape.names) {
    const value = takeProperty(rest, name, shape)
    if (value !== undefined) setOwn(object, name, value)
  }
  for (const [name, text] of rest.attributes) setOwn(object, name, scalarValue(text, shape.property(name)))
  for (const [name, children] of rest.children) setOwn(object, name, childrenValue(children, shape.property(name)))
  return object
}

/** What no property has taken yet. */
interface Rest {
  readonly text: string
  readonly attributes: Map<string, string>
  readonly children: Map<string, XmlElement[]>
}

function byName(elements: readonly XmlElement[]): Map<string, XmlElement[]> {
  const groups = new Map<string, XmlElement[]>()
  for (const element of elements) {
    const group = groups.get(element.name)
    if (group) group.push(element)
    else groups.set(element.name, [element])
  }
  return groups
}

function takeProperty(rest: Rest, name: string, owner: Shape): unknown {
  const shape = owner.property(name)
  const form = xmlFormOf(shape)
  const names = [form.name ?? name, name]
  if (form.kind === 'text') return textValue(rest.text, shape)
  if (form.kind === 'attribute') {
    const text = take(rest.attributes, names)
    return text === undefined ? undefined : scalarValue(text, shape)
  }
  if (shape.mayBeArray) return takeList(rest, names, form.isWrapped, shape)
  const children = take(rest.children, names)
  const [first, ...others] = children ?? []
  if (!children || !first || others.length === 0 || !isShared(first.name, owner))
    return children && childrenValue(children, shape)
  rest.children.set(first.name, others)
  return elementValue(first, shape)
}

/** Elements of one name in the order of the properties that call themselves so. */
function isShared(element: string, owner: Shape): boolean {
  return owner.names.filter((name) => (xmlFormOf(owner.property(name)).name ?? name) === element).length > 1
}

/** One child element is a list too. Only a wrapper can say that a list is empty. */
function takeList({ children }: Rest, names: readonly string[], isWrapped: boolean, shape: Shape): unknown {
  const found = take(children, isWrapped ? names : [xmlFormOf(shape.item(0)).name ?? '', ...names])
  const [wrapper] = found ?? []
  if (isWrapped && wrapper && isTextAlone(wrapper)) return wrapper.text
  const items = isWrapped ? found?.flatMap(({ children: inside }) => inside) : found
  return items?.map((item, index) => elementValue(item, shape.item(index)))
}

function take<T>(from: Map<string, T>, names: readonly string[]): T | undefined {
  const name = names.find((each) => from.has(each))
  if (name === undefined) return undefined
  const taken = from.get(name)
  from.delete(name)
  return taken
}

function childrenValue(children: readonly XmlElement[], shape: Shape): unknown {
  const [only] = children
  if (only && children.length === 1) return elementValue(only, shape)
  return children.map((child, index) => elementValue(child, shape.mayBeArray ? shape.item(index) : shape))
}
