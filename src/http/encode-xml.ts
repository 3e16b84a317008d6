import { isRecord } from '../base/json.js'
import { textOf } from './encode-json.js'
import { shapeOf, type Shape } from './schema-shape.js'
import { xmlFormOf, type XmlForm } from './xml-form.js'
import type { Schema } from '../model/schema.js'

const MAX_DEPTH = 200
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

/** XML as its schema's XML Objects describe it (OpenAPI 3.0.4 'XML Object'); the root is named by it, by its component, or 'root'. */
export function encodeXml(value: unknown, schema: Schema | undefined): string {
  const shape = shapeOf(schema)
  const name = xmlFormOf(shape).name ?? shape.schemas.find((each) => each.name !== undefined)?.name ?? 'root'
  // XML 1.0 2.1: a document has a root element, whatever there is to say.
  if (value === undefined) return DECLARATION + tag(name, xmlFormOf(shape), [], '')
  const root = Array.isArray(value)
    ? tag(name, xmlFormOf(shape), [], encodeItems(value, shape, itemName(shape, name), 0))
    : encodeElement(name, value, shape, 0)
  return DECLARATION + root
}

function encodeElement(name: string, value: unknown, shape: Shape, depth: number): string {
  const form = xmlFormOf(shape)
  if (depth > MAX_DEPTH || value === undefined) return ''
  if (value === null)
    return tag(name, form, ['xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"', 'xsi:nil="true"'], '')
  if (Array.isArray(value)) return encodeItems(value, shape, name, depth)
  if (!isRecord(value)) return tag(name, form, [], escapeText(textOf(value)))
  const attributes: string[] = []
  let content = ''
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue
    const property = shape.property(key)
    const { kind } = xmlFormOf(property)
    if (kind === 'attribute' && typeof member !== 'object')
      attributes.push(encodeAttribute(key, member, xmlFormOf(property)))
    else if (kind === 'text') content += escapeText(textOf(member))
    else content += encodeProperty(key, member, property, depth + 1)
  }
  return tag(name, form, attributes, content)
}

function encodeProperty(key: string, value: unknown, shape: Shape, depth: number): string {
  const form = xmlFormOf(shape)
  if (!Array.isArray(value)) return encodeElement(form.name ?? key, value, shape, depth)
  // OpenAPI 3.0.4: the list's own name only counts for its wrapper; items without a name have the property's.
  if (!form.isWrapped) return encodeItems(value, shape, itemName(shape, key), depth)
  const wrapper = form.name ?? key
  return tag(wrapper, form, [], encodeItems(value, shape, itemName(shape, wrapper), depth))
}

function itemName(shape: Shape, otherwise: string): string {
  return xmlFormOf(shape.item(0)).name ?? otherwise
}

function encodeItems(items: readonly unknown[], shape: Shape, name: string, depth: number): string {
  return items
    .map((item, index) => {
      const inside = shape.item(index)
      // Each place of a tuple may have a name of its own.
      return encodeElement(index === 0 ? name : (xmlFormOf(inside).name ?? name), item, inside, depth + 1)
    })
    .join('')
}

function encodeAttribute(key: string, value: unknown, form: XmlForm): string {
  const text = escapeText(textOf(value)).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')
  return `${qualified(form.name ?? key, form)}="${text}"`
}

function tag(name: string, form: XmlForm, attributes: readonly string[], content: string): string {
  const full = qualified(name, form)
  const namespace =
    form.namespace === undefined
      ? []
      : [
          `xmlns${form.prefix === undefined ? '' : `:${form.prefix}`}="${escapeText(form.namespace).replaceAll('"', '&quot;')}"`,
        ]
  const start = [full, ...namespace, ...attributes].join(' ')
  return content === '' ? `<${start}/>` : `<${start}>${content}</${full}>`
}

function qualified(name: string, { prefix }: XmlForm): string {
  const local = xmlName(name)
  return prefix === undefined ? local : `${xmlName(prefix)}:${local}`
}

/** A name that XML does not allow becomes one that it does. */
function xmlName(name: string): string {
  const allowed = name.replace(/[^\w.\-:\u00b7-\uffff]/g, '_')
  return /^[A-Za-z_:\u00b7-\uffff]/.test(allowed) ? allowed : `_${allowed}`
}

/** XML 1.0 2.2 has no control characters at all, not even escaped. */
function escapeText(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;')
}
