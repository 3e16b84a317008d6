/** A table that clients fill: bounded in number and bytes, what was not used for longest goes first. */
export interface LeastRecent<T> {
  /** Counts as a use. */
  get(name: string): T | undefined
  set(name: string, item: T): void
  delete(name: string): void
  /** For when an item grew or shrank. */
  weigh(deltaBytes: number): void
  readonly size: number
  /** The least recently used first. Not a use. */
  entries(): Iterable<readonly [string, T]>
}

export interface LeastRecentBounds<T> {
  readonly max: number
  readonly maxBytes: number
  readonly bytesOf: (item: T) => number
  /** An item that is in use stays, even beyond the bounds. */
  readonly inUse?: (item: T) => boolean
  /** What counts beside the items' own bytes. */
  readonly besidesBytes?: () => number
  /** Called when an item has been removed, for whichever reason. */
  readonly onForgotten?: (item: T) => void
}

export function createLeastRecent<T>(options: LeastRecentBounds<T>): LeastRecent<T> {
  const { max, maxBytes, bytesOf, besidesBytes, onForgotten, inUse } = options
  // A Map keeps the order of insertion: to insert again is to be used.
  const items = new Map<string, T>()
  let bytes = 0

  function remove(name: string): void {
    const item = items.get(name)
    if (item === undefined) return
    items.delete(name)
    bytes -= bytesOf(item)
    onForgotten?.(item)
  }

  function isWithinBounds(): boolean {
    return items.size <= max && bytes + (besidesBytes?.() ?? 0) <= maxBytes
  }

  /** The newest stays: whoever has just added it is about to use it. */
  function makeRoom(): void {
    if (isWithinBounds()) return
    for (const [name, item] of items) {
      if (items.size <= 1 || isWithinBounds()) return
      if (inUse?.(item) !== true) remove(name)
    }
  }

  return {
    get: (name) => {
      const item = items.get(name)
      if (item === undefined) return undefined
      items.delete(name)
      items.set(name, item)
      return item
    },
    set: (name, item) => {
      remove(name)
      items.set(name, item)
      bytes += bytesOf(item)
      makeRoom()
    },
    delete: remove,
    weigh: (deltaBytes) => {
      bytes += deltaBytes
      makeRoom()
    },
    get size() {
      return items.size
    },
    entries: () => items,
  }
}
