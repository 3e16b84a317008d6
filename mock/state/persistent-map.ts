/**
 * A map whose older versions stay whole: a hash trie with 32 ways (Bagwell, "Ideal Hash Trees", 2001). Measured against
 * the `immutable` package, whose cache of string hashes thrashes beyond 255 long keys: a look-up among 100,000 ids is
 * several times as fast.
 */
export class PersistentMap<T> implements Iterable<readonly [string, T]> {
  readonly size: number
  readonly #root: Node<T> | undefined
  readonly #hashOf: (key: string) => number

  private constructor(size: number, root: Node<T> | undefined, hash: (key: string) => number) {
    this.size = size
    this.#root = root
    this.#hashOf = hash
  }

  /** @param hash another function than the usual one, to try what happens when hashes are the same */
  static empty<T>(hash: (key: string) => number = hashOf): PersistentMap<T> {
    return new PersistentMap<T>(0, undefined, hash)
  }

  get(key: string): T | undefined {
    const hash = this.#hashOf(key)
    let node = this.#root
    for (let shift = 0; node !== undefined && node.kind === 'branch'; shift += BITS) {
      const bit = bitAt(hash, shift)
      node = (node.bitmap & bit) === 0 ? undefined : node.children[indexOf(node.bitmap, bit)]
    }
    if (node === undefined) return undefined
    if (node.kind === 'leaf') return node.key === key ? node.value : undefined
    return node.leaves.find((leaf) => leaf.key === key)?.value
  }

  has(key: string): boolean {
    return this.get(key) !== undefined
  }

  /** Undefined is no value: it cannot be told from nothing. */
  set(key: string, value: T & {}): PersistentMap<T> {
    const leaf: Leaf<T> = { kind: 'leaf', hash: this.#hashOf(key), key, value }
    const change: Change = { isNew: true }
    const root = this.#root === undefined ? leaf : setBelow(this.#root, leaf, 0, change)
    return new PersistentMap(change.isNew ? this.size + 1 : this.size, root, this.#hashOf)
  }

  delete(key: string): PersistentMap<T> {
    if (this.#root === undefined || !this.has(key)) return this
    const rest = deleteBelow(this.#root, this.#hashOf(key), key, 0)
    return new PersistentMap(this.size - 1, rest, this.#hashOf)
  }

  *[Symbol.iterator](): Iterator<readonly [string, T]> {
    if (this.#root !== undefined) yield* entriesBelow(this.#root)
  }

  *keys(): Iterable<string> {
    for (const [key] of this) yield key
  }

  *values(): Iterable<T> {
    for (const [, value] of this) yield value
  }
}

type Node<T> = Branch<T> | Leaf<T> | Clash<T>

interface Branch<T> {
  readonly kind: 'branch'
  /** Which of the 32 ways are taken; the children stand without gaps. */
  readonly bitmap: number
  readonly children: readonly Node<T>[]
}

interface Leaf<T> {
  readonly kind: 'leaf'
  readonly hash: number
  readonly key: string
  readonly value: T
}

/** Different keys of the same hash. */
interface Clash<T> {
  readonly kind: 'clash'
  readonly hash: number
  readonly leaves: readonly Leaf<T>[]
}

const BITS = 5
const WAYS_MASK = 31
/** Ids come from clients: who does not know the seed cannot choose ids that all clash. Nothing that is shown depends on it. */
const SEED = Math.floor(Math.random() * 0x100000000) | 0

/** Whether what was set was there before; found on the way, and not by a look-up of its own. */
interface Change {
  isNew: boolean
}

function setBelow<T>(node: Node<T>, leaf: Leaf<T>, shift: number, change: Change): Node<T> {
  if (node.kind === 'branch') {
    const bit = bitAt(leaf.hash, shift)
    const index = indexOf(node.bitmap, bit)
    if ((node.bitmap & bit) === 0) {
      return { kind: 'branch', bitmap: node.bitmap | bit, children: insertedAt(node.children, index, leaf) }
    }
    const child = setBelow(node.children[index] as Node<T>, leaf, shift + BITS, change)
    return { kind: 'branch', bitmap: node.bitmap, children: replacedAt(node.children, index, child) }
  }
  if (node.hash !== leaf.hash) return branchOver(node, leaf, shift)
  if (node.kind === 'leaf') {
    change.isNew = node.key !== leaf.key
    return change.isNew ? { kind: 'clash', hash: leaf.hash, leaves: [node, leaf] } : leaf
  }
  const others = node.leaves.filter(({ key }) => key !== leaf.key)
  change.isNew = others.length === node.leaves.length
  return { kind: 'clash', hash: node.hash, leaves: [...others, leaf] }
}

/** As many levels as their hashes agree in. */
function branchOver<T>(a: Leaf<T> | Clash<T>, b: Leaf<T>, shift: number): Branch<T> {
  const bitA = bitAt(a.hash, shift)
  const bitB = bitAt(b.hash, shift)
  if (bitA === bitB) return { kind: 'branch', bitmap: bitA, children: [branchOver(a, b, shift + BITS)] }
  return { kind: 'branch', bitmap: bitA | bitB, children: bitA >>> 0 < bitB >>> 0 ? [a, b] : [b, a] }
}

/** The key is there. Undefined when nothing is left. */
function deleteBelow<T>(node: Node<T>, hash: number, key: string, shift: number): Node<T> | undefined {
  if (node.kind === 'leaf') return undefined
  if (node.kind === 'clash') {
    const leaves = node.leaves.filter((leaf) => leaf.key !== key)
    return leaves.length === 1 ? leaves[0] : { ...node, leaves }
  }
  const bit = bitAt(hash, shift)
  const index = indexOf(node.bitmap, bit)
  const child = deleteBelow(node.children[index] as Node<T>, hash, key, shift + BITS)
  if (child === undefined) {
    const children = node.children.toSpliced(index, 1)
    if (children.length === 0) return undefined
    if (children.length === 1 && children[0]?.kind !== 'branch') return children[0]
    return { kind: 'branch', bitmap: node.bitmap & ~bit, children }
  }
  if (node.children.length === 1 && child.kind !== 'branch') return child
  return { kind: 'branch', bitmap: node.bitmap, children: replacedAt(node.children, index, child) }
}

function* entriesBelow<T>(node: Node<T>): Generator<readonly [string, T]> {
  if (node.kind === 'leaf') yield [node.key, node.value]
  else for (const child of node.kind === 'branch' ? node.children : node.leaves) yield* entriesBelow(child)
}

function bitAt(hash: number, shift: number): number {
  return 1 << ((hash >>> shift) & WAYS_MASK)
}

/** How many ways below this one are taken: the population count of the lower bits. */
function indexOf(bitmap: number, bit: number): number {
  let bits = bitmap & (bit - 1)
  bits -= (bits >>> 1) & 0x55555555
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

// FNV-1a, stirred at the end so that the low bits depend on all characters (as MurmurHash3 does).
function hashOf(key: string): number {
  let hash = SEED
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return hash ^ (hash >>> 13)
}

function insertedAt<Item>(items: readonly Item[], index: number, item: Item): Item[] {
  const copy = new Array<Item>(items.length + 1)
  for (let i = 0; i < index; i++) copy[i] = items[i] as Item
  copy[index] = item
  for (let i = index; i < items.length; i++) copy[i + 1] = items[i] as Item
  return copy
}

function replacedAt<Item>(items: readonly Item[], index: number, item: Item): Item[] {
  const copy = items.slice()
  copy[index] = item
  return copy
}
