/**
 * Entries in the order of their creation, as a persistent tree that knows how many lie below each node: append, replace,
 * remove and finding the n-th cost O(log n), and an older version stays whole. Entries are found by their sequence
 * numbers, which only grow.
 */
export interface Sequenced {
  readonly sequence: number
}

export type CreationOrder<T extends Sequenced> = Leaf<T> | Branch<T>

interface Leaf<T extends Sequenced> {
  readonly kind: 'leaf'
  readonly count: number
  readonly first: number
  readonly entries: readonly T[]
}

interface Branch<T extends Sequenced> {
  readonly kind: 'branch'
  readonly count: number
  readonly first: number
  readonly children: readonly CreationOrder<T>[]
}

/** Children of a node. Measured: 16 to 64 make no difference, fewer deepen the tree, more make copies dearer. */
const WIDTH = 32

export function emptyOrder<T extends Sequenced>(): CreationOrder<T> {
  return { kind: 'leaf', count: 0, first: 0, entries: [] }
}

/** At the end, as a rule; an entry with an older sequence number goes where that belongs. */
export function insert<T extends Sequenced>(order: CreationOrder<T>, entry: T): CreationOrder<T> {
  const longer = append(order, entry)
  if (longer !== undefined) return longer
  const grown = insertBelow(order, entry)
  return grown.length === 1 ? (grown[0] as CreationOrder<T>) : branchOf(grown)
}

/** Puts the entry in the place of the one with its sequence number, which must be there. */
export function replace<T extends Sequenced>(order: CreationOrder<T>, entry: T): CreationOrder<T> {
  if (order.kind === 'leaf') {
    return { ...order, entries: order.entries.with(indexIn(order.entries, entry.sequence), entry) }
  }
  const index = childIndex(order, entry.sequence)
  return { ...order, children: order.children.with(index, replace(order.children[index] as CreationOrder<T>, entry)) }
}

/** Without the entry that has this sequence number, which must be there. */
export function withoutSequence<T extends Sequenced>(order: CreationOrder<T>, sequence: number): CreationOrder<T> {
  const rest = removeBelow(order, sequence)
  if (rest === undefined) return emptyOrder()
  // A root with one child is only a detour.
  return rest.kind === 'branch' && rest.children.length === 1 ? (rest.children[0] as CreationOrder<T>) : rest
}

export function slice<T extends Sequenced>(order: CreationOrder<T>, offset: number, limit: number): T[] {
  const found: T[] = []
  collect(order, Math.max(0, offset), limit, found)
  return found
}

/** What insertBelow makes where the entry is the newest and the last leaf has room, at a fraction; undefined elsewhere. */
function append<T extends Sequenced>(node: CreationOrder<T>, entry: T): CreationOrder<T> | undefined {
  const { count, first } = node
  if (node.kind === 'leaf') {
    const newest = node.entries[count - 1]
    if (count === WIDTH || (newest !== undefined && newest.sequence >= entry.sequence)) return undefined
    // As long as it will be: an array that is spread or pushed to takes room to grow.
    const entries = new Array<T>(count + 1)
    for (let i = 0; i < count; i++) entries[i] = node.entries[i] as T
    entries[count] = entry
    return { kind: 'leaf', count: count + 1, first: newest === undefined ? entry.sequence : first, entries }
  }
  const last = node.children.length - 1
  const child = append(node.children[last] as CreationOrder<T>, entry)
  if (child === undefined) return undefined
  const children = node.children.slice()
  children[last] = child
  return { kind: 'branch', count: count + 1, first, children }
}

/** One node, or two when it would become too wide. */
function insertBelow<T extends Sequenced>(node: CreationOrder<T>, entry: T): readonly CreationOrder<T>[] {
  if (node.kind === 'leaf') {
    const at = node.entries.findLastIndex((before) => before.sequence < entry.sequence) + 1
    return split(node.entries.toSpliced(at, 0, entry)).map((entries) => leafOf(entries))
  }
  const index = childIndex(node, entry.sequence)
  const grown = insertBelow(node.children[index] as CreationOrder<T>, entry)
  const children = node.children.toSpliced(index, 1, ...grown)
  if (children.length > WIDTH) return split(children).map((half) => branchOf(half))
  // Counted without a look at the others, which nobody may have touched for long.
  return [{ kind: 'branch', count: node.count + 1, first: (children[0] as CreationOrder<T>).first, children }]
}

/** What is appended to is left full: that is how nearly all entries come. */
function split<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  return items.length <= WIDTH ? [items] : [items.slice(0, WIDTH), items.slice(WIDTH)]
}

/** Undefined when nothing is left. Half-empty nodes are not joined: each still holds something, so pages stay cheap. */
function removeBelow<T extends Sequenced>(node: CreationOrder<T>, sequence: number): CreationOrder<T> | undefined {
  if (node.count === 1) return undefined
  if (node.kind === 'leaf') return leafOf(node.entries.toSpliced(indexIn(node.entries, sequence), 1))
  const index = childIndex(node, sequence)
  const child = removeBelow(node.children[index] as CreationOrder<T>, sequence)
  return branchOf(child === undefined ? node.children.toSpliced(index, 1) : node.children.with(index, child))
}

function collect<T extends Sequenced>(node: CreationOrder<T>, offset: number, limit: number, found: T[]): void {
  if (node.kind === 'leaf') {
    for (let i = offset; i < node.count && found.length < limit; i++) found.push(node.entries[i] as T)
    return
  }
  let skip = offset
  for (const child of node.children) {
    if (found.length >= limit) return
    if (skip < child.count) collect(child, skip, limit, found)
    skip = Math.max(0, skip - child.count)
  }
}

function leafOf<T extends Sequenced>(entries: readonly T[]): Leaf<T> {
  return { kind: 'leaf', count: entries.length, first: entries[0]?.sequence ?? 0, entries }
}

function branchOf<T extends Sequenced>(children: readonly CreationOrder<T>[]): Branch<T> {
  let count = 0
  for (const child of children) count += child.count
  return { kind: 'branch', count, first: children[0]?.first ?? 0, children }
}

/** The last child that does not begin after the sequence number. */
function childIndex<T extends Sequenced>(node: Branch<T>, sequence: number): number {
  let low = 0
  let high = node.children.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((node.children[middle] as CreationOrder<T>).first <= sequence) low = middle
    else high = middle - 1
  }
  return low
}

function indexIn(entries: readonly Sequenced[], sequence: number): number {
  return entries.findIndex((entry) => entry.sequence === sequence)
}
