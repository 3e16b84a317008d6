/**
 * A map whose older versions stay whole: a hash trie with 32 ways (Bagwell, "Ideal Hash Trees", 2001) that reads the hash
 * from its high end and leaves out levels with one way (Morrison, "PATRICIA", 1968). Whole numbers are their own hashes, so
 * that ids drawn one after the other lie side by side: what writing one copies was made a moment ago, and is garbage before
 * it has grown old. Measured against the `immutable` package, whose cache of string hashes thrashes beyond 255 long keys: a
 * look-up among 100,000 ids is several times as fast.
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
    while (node !== undefined && node.kind === 'branch') {
      const bit = bitAt(hash, node.shift)
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
    const root = this.#root === undefined ? leaf : setBelow(this.#root, leaf, change)
    return new PersistentMap(change.isNew ? this.size + 1 : this.size, root, this.#hashOf)
  }

  delete(key: string): PersistentMap<T> {
    if (this.#root === undefined || !this.has(key)) return this
    const rest = deleteBelow(this.#root, this.#hashOf(key), key)
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

/** All below it have the bits of its hash above those that it tells apart; it has two children at least. */
interface Branch<T> {
  readonly kind: 'branch'
  readonly hash: number
  /** Where the bits that it tells apart begin: 30, 25, …, 0. */
  readonly shift: number
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

function setBelow<T>(node: Node<T>, leaf: Leaf<T>, change: Change): Node<T> {
  const unlike = node.hash ^ leaf.hash
  if (node.kind === 'branch') {
    // In two steps, for a shift by 35 is one by 3.
    if ((unlike >>> node.shift) >>> BITS !== 0) return branchOver(node, leaf, unlike)
    const { hash, shift, bitmap, children } = node
    const bit = bitAt(leaf.hash, shift)
    const index = indexOf(bitmap, bit)
    if ((bitmap & bit) === 0) return branch(hash, shift, bitmap | bit, insertedAt(children, index, leaf))
    const child = setBelow(children[index] as Node<T>, leaf, change)
    return branch(hash, shift, bitmap, replacedAt(children, index, child))
  }
  if (unlike !== 0) return branchOver(node, leaf, unlike)
  if (node.kind === 'leaf') {
    change.isNew = node.key !== leaf.key
    return change.isNew ? { kind: 'clash', hash: leaf.hash, leaves: [node, leaf] } : leaf
  }
  const others = node.leaves.filter(({ key }) => key !== leaf.key)
  change.isNew = others.length === node.leaves.length
  return { kind: 'clash', hash: node.hash, leaves: [...others, leaf] }
}

/** Where the highest bits stand in which they are unlike. */
function branchOver<T>(a: Node<T>, b: Leaf<T>, unlike: number): Branch<T> {
  const highest = 31 - Math.clz32(unlike)
  const shift = highest - (highest % BITS)
  const bitA = bitAt(a.hash, shift)
  const bitB = bitAt(b.hash, shift)
  return branch(b.hash, shift, bitA | bitB, bitA >>> 0 < bitB >>> 0 ? [a, b] : [b, a])
}

/** The key is there. Undefined when nothing is left. */
function deleteBelow<T>(node: Node<T>, hash: number, key: string): Node<T> | undefined {
  if (node.kind === 'leaf') return undefined
  if (node.kind === 'clash') {
    const leaves = node.leaves.filter((leaf) => leaf.key !== key)
    return leaves.length === 1 ? leaves[0] : { ...node, leaves }
  }
  const { shift, bitmap, children } = node
  const bit = bitAt(hash, shift)
  const index = indexOf(bitmap, bit)
  const child = deleteBelow(children[index] as Node<T>, hash, key)
  if (child !== undefined) return branch(node.hash, shift, bitmap, replacedAt(children, index, child))
  if (children.length === 2) return children[1 - index]
  return branch(node.hash, shift, bitmap & ~bit, children.toSpliced(index, 1))
}

function branch<T>(hash: number, shift: number, bitmap: number, children: readonly Node<T>[]): Branch<T> {
  return { kind: 'branch', hash, shift, bitmap, children }
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

function hashOf(key: string): number {
  return wholeNumberOf(key) ?? hashOfText(key)
}

/** No two of them are the same hash, so no client can make many clash. Undefined beyond nine digits, and for `007`. */
function wholeNumberOf(key: string): number | undefined {
  if (key.length === 0 || key.length > 9 || (key.length > 1 && key.startsWith('0'))) return undefined
  let number = 0
  for (let i = 0; i < key.length; i++) {
    const digit = key.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) return undefined
    number = number * 10 + digit
  }
  return number
}

// FNV-1a, stirred at the end so that the low bits depend on all characters (as MurmurHash3 does).
function hashOfText(key: string): number {
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
