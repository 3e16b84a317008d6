/** Seeded randomness: same seed, same draws. Not for secrets. */
export interface Random {
  /** 0 <= x < 1 */
  next(): number
  /** An integer, both bounds included. */
  integer(min: number, max: number): number
  pick<T>(items: readonly T[]): T
  /** An independent stream named by a label: the same label gives the same stream, whatever was drawn before. */
  fork(label: string): Random
}

/** sfc32 seeded by a 32-bit hash of the seed text: small, fast, good enough for sample data. */
export function createRandom(seed: string | number): Random {
  return new Stream(String(seed))
}

/** A class, since each request has one of its own and few draw from it: functions made for each would be felt. */
class Stream implements Random {
  readonly #text: string
  #a = 0
  #b = 0
  #c = 0
  #counter = 0

  constructor(text: string) {
    this.#text = text
  }

  next(): number {
    if (this.#counter === 0) this.#begin()
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (this.#c << 21) | (this.#c >>> 11)
    this.#c = (this.#c + sum) | 0
    return (sum >>> 0) / 4294967296
  }

  integer(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1))
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.integer(0, items.length - 1)]
    if (item === undefined && items.length === 0) throw new RangeError('pick from an empty list')
    return item as T
  }

  fork(label: string): Random {
    return new Stream(`${this.#text}\u0000${label}`)
  }

  /** With the first draw: most streams are only there in case. */
  #begin(): void {
    this.#a = hash(this.#text, 0x9e3779b9)
    this.#b = hash(this.#text, 0x243f6a88)
    this.#c = hash(this.#text, 0xb7e15162)
    this.#counter = 1
    // The first draws of sfc32 still resemble the seed.
    for (let i = 0; i < 12; i++) this.next()
  }
}

// FNV-1a with a chosen basis.
function hash(text: string, basis: number): number {
  let h = basis | 0
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h
}
