import { setOwn } from '../base/json.js'
import { convertText } from './convert-text.js'
import type { Report } from './decode-pieces.js'
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
  if (shape.mayBeArray && !shape.mayBeObject)
    return element.children.map((child, index) => elementValue(child, shape.item(index)))
  const isPlain = element.children.length === 0 && element.attributes.size === 0
  if (shape.mayBeObject && !(isPlain && shape.mayBeScalar)) return objectValue(element, shape)
  return isPlain || shape.types ? textValue(element.text, shape) : objectValue(element, shape)
}

/** Blanks around numbers and the like are layout; in a string they may be meant. */
function textValue(text: string, shape: Shape): unknown {
  const trimmed = convertText(text.trim(), shape)
  return typeof trimmed === 'string' ? text : trimmed
}

function objectValue(element: XmlElement, shape: Shape): Record<string, unknown> {
  const object: Record<string, unknown> = {}
  const taken = new Set<XmlElement | string>()
  for (const name of shape.names) {
    const value = propertyValue(element, name, shape.property(name), taken)
    if (value !== undefined) setOwn(object, name, value)
  }
  for (const [name, text] of element.attributes) {
    if (!taken.has(name)) setOwn(object, name, convertText(text, shape.property(name)))
  }
  for (const [name, children] of byName(element.children.filter((child) => !taken.has(child)))) {
    const property = shape.property(name)
    const [first] = children
    const isList = children.length > 1 && !property.mayBeArray
    if (first)
      setOwn(
        object,
        name,
        isList ? children.map((child) => elementValue(child, property)) : elementValue(first, property),
      )
  }
  return object
}

function propertyValue(element: XmlElement, name: string, shape: Shape, taken: Set<XmlElement | string>): unknown {
  const form = xmlFormOf(shape)
  const names = [form.name ?? name, name]
  if (form.kind === 'text') return textValue(element.text, shape)
  if (form.kind === 'attribute') {
    const key = names.find((each) => element.attributes.has(each))
    if (key === undefined) return undefined
    taken.add(key)
    return convertText(element.attributes.get(key) ?? '', shape)
  }
  if (!shape.mayBeArray) {
    const found = element.children.filter((child) => child.name === names[0] || child.name === names[1])
    for (const child of found) taken.add(child)
    const [first] = found
    if (found.length > 1) return found.map((child) => elementValue(child, shape))
    return first && elementValue(first, shape)
  }
  return listValue(element, names, form.isWrapped, shape, taken)
}

/** One child element is a list too. Only a wrapper can say that a list is empty. */
function listValue(
  element: XmlElement,
  names: readonly string[],
  isWrapped: boolean,
  shape: Shape,
  taken: Set<XmlElement | string>,
): unknown {
  const itemNames = isWrapped ? names : [xmlFormOf(shape.item(0)).name ?? '', ...names]
  const found = element.children.filter((child) => itemNames.includes(child.name))
  for (const child of found) taken.add(child)
  if (found.length === 0) return undefined
  const items = isWrapped ? found.flatMap(({ children }) => children) : found
  return items.map((child, index) => elementValue(child, shape.item(index)))
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
