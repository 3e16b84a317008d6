import { setOwn } from '../base/json.js'
import { convertText } from './convert-text.js'
import type { Report } from './report.js'
import { decodeForm, type RawPairs } from './raw-pairs.js'
import type { Shape } from './schema-shape.js'

interface Branch {
  readonly texts: string[]
  readonly children: Map<string, Branch>
}

/** Beyond this depth brackets are part of the name. */
const MAX_DEPTH = 32

/**
 * Style deepObject: 'color[R]=100&color[G]=200' (OpenAPI 3.0.4 'Style Examples'). What the standard leaves open is read
 * as most clients write it: 'a[b][c]=1' nests, 'a[b]=1&a[b]=2', 'a[b][]=1' and 'a[b][0]=1' are lists.
 * Undefined when no name begins with 'name['.
 */
export function decodeDeepObject(pairs: RawPairs, name: string, shape: Shape, report?: Report): unknown {
  const root: Branch = { texts: [], children: new Map() }
  for (const [fullName, raws] of pairs) {
    if (!fullName.startsWith(name + '[')) continue
    const keys = bracketKeys(fullName.slice(name.length))
    if (!keys) continue
    let branch = root
    for (const key of keys) branch = childOf(branch, key)
    for (const raw of raws) {
      const text = decodeForm(raw)
      if (text === undefined) report?.(`malformed percent-encoding in ${fullName}`)
      branch.texts.push(text ?? raw)
    }
  }
  if (root.children.size === 0) return undefined
  const torn = report && tornName(root, name)
  if (torn !== undefined) report?.(`expected a text or members for ${torn}, got both`)
  return branchValue(root, shape)
}

/** 'a[b]=1&a[b][c]=2': neither can be kept without the loss of the other. Forms send empty texts beside what is filled in. */
function tornName({ texts, children }: Branch, name: string): string | undefined {
  if (children.size === 0) return undefined
  if (!children.has('') && texts.some((text) => text !== '')) return name
  for (const [key, child] of children) {
    const torn = tornName(child, `${name}[${key}]`)
    if (torn !== undefined) return torn
  }
  return undefined
}

/** '[a][b]' → ['a', 'b'] */
function bracketKeys(text: string): string[] | undefined {
  if (!text.endsWith(']')) return undefined
  const keys = text.slice(1, -1).split('][')
  return keys.length <= MAX_DEPTH ? keys : [...keys.slice(0, MAX_DEPTH - 1), keys.slice(MAX_DEPTH - 1).join('][')]
}

function childOf(branch: Branch, key: string): Branch {
  let child = branch.children.get(key)
  if (!child) {
    child = { texts: [], children: new Map() }
    branch.children.set(key, child)
  }
  return child
}

function branchValue(branch: Branch, shape: Shape): unknown {
  const { texts, children } = branch
  if (children.size > 0) return isList(branch, shape) ? listValue(branch, shape) : objectValue(branch, shape)
  const [text] = texts
  if (texts.length === 1 && text !== undefined && (shape.mayBeScalar || !shape.mayBeArray)) {
    const value = convertText(text, shape)
    return shape.mayBeArray && !shape.accepts(value) ? [convertText(text, shape.item(0))] : value
  }
  return texts.map((each, index) => convertText(each, shape.mayBeArray ? shape.item(index) : shape))
}

function isList({ children }: Branch, shape: Shape): boolean {
  if (!shape.mayBeArray && (shape.mayBeObject || !children.has(''))) return false
  return [...children.keys()].every((key) => key === '' || /^\d{1,9}$/.test(key))
}

/** In the order of the indices, gaps closed: 'a[999999999]=x' is a list of one. */
function listValue({ children }: Branch, shape: Shape): unknown[] {
  const entries = [...children].sort(([a], [b]) => (a === '' || b === '' ? 0 : Number(a) - Number(b)))
  const list: unknown[] = []
  for (const [key, child] of entries) {
    if (key !== '' || child.children.size > 0) list.push(branchValue(child, shape.item(list.length)))
    else for (const text of child.texts) list.push(convertText(text, shape.item(list.length)))
  }
  return list
}

function objectValue({ children }: Branch, shape: Shape): Record<string, unknown> {
  const object: Record<string, unknown> = {}
  for (const [key, child] of children) setOwn(object, key, branchValue(child, shape.property(key)))
  return object
}
