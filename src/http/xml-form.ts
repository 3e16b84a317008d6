import { isRecord, own } from '../base/json.js'
import type { Shape } from './schema-shape.js'

/** How the XML Object (OpenAPI 3.0.4, 3.2 `nodeType`) has a value written. */
export interface XmlForm {
  /** Undefined: the property's, or the component's, name. */
  readonly name: string | undefined
  readonly prefix: string | undefined
  readonly namespace: string | undefined
  readonly kind: 'element' | 'attribute' | 'text'
  /** For lists: an element of its own around the items. */
  readonly isWrapped: boolean
}

const PLAIN: XmlForm = { name: undefined, prefix: undefined, namespace: undefined, kind: 'element', isWrapped: false }

const forms = new WeakMap<Shape, XmlForm>()

export function xmlFormOf(shape: Shape): XmlForm {
  let form = forms.get(shape)
  if (!form) {
    form = readForm(shape)
    forms.set(shape, form)
  }
  return form
}

function readForm(shape: Shape): XmlForm {
  // The outermost schema that says anything: what stands beside a $ref goes before what it leads to.
  const xml = shape.schemas.map(({ node }) => node['xml']).find(isRecord)
  if (!xml) return PLAIN
  const nodeType = own(xml, 'nodeType')
  return {
    name: textOf(own(xml, 'name')),
    prefix: textOf(own(xml, 'prefix')),
    namespace: textOf(own(xml, 'namespace')),
    kind:
      own(xml, 'attribute') === true || nodeType === 'attribute' ? 'attribute' : isText(nodeType) ? 'text' : 'element',
    isWrapped: own(xml, 'wrapped') === true || nodeType === 'element',
  }
}

function isText(nodeType: unknown): boolean {
  return nodeType === 'text' || nodeType === 'cdata'
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
