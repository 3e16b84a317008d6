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
  const text = String(seed)
  let a = 0
  let b = 0
  let c = 0
  let counter = 0

  /** With the first draw: most streams are only there in case. */
  function begin(): void {
    a = hash(text, 0x9e3779b9)
    b = hash(text, 0x243f6a88)
    c = hash(text, 0xb7e15162)
    counter = 1
    // The first draws of sfc32 still resemble the seed.
    for (let i = 0; i < 12; i++) next()
  }

  function next(): number {
    if (counter === 0) begin()
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return (sum >>> 0) / 4294967296
  }

  function integer(min: number, max: number): number {
    return min + Math.floor(next() * (max - min + 1))
  }

  return {
    next,
    integer,
    pick: (items) => {
      const item = items[integer(0, items.length - 1)]
      if (item === undefined && items.length === 0) throw new RangeError('pick from an empty list')
      return item as (typeof items)[number]
    },
    fork: (label) => createRandom(`${text}\u0000${label}`),
  }
}

// FNV-1a with a chosen basis.
function hash(text: string, basis: number): number {
  let h = basis | 0
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h
}
