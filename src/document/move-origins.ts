import { pointerTo, type JsonPointer } from '../base/json-pointer.js'
import { originOf, type Origin } from './locate.js'

/** Forgets where parts came from that are no more. */
export function removeBelow(origins: Map<JsonPointer, Origin>, at: JsonPointer): void {
  for (const known of [...origins.keys()]) if (known === at || known.startsWith(at + '/')) origins.delete(known)
}

/** An item was taken out of a list: those behind it move one down, and know where they came from all the same. */
export function moveItemsDown(
  origins: Map<JsonPointer, Origin>,
  list: JsonPointer,
  removed: number,
  lengthAfter: number,
): void {
  const moved = new Map<JsonPointer, Origin>()
  for (let index = removed; index < lengthAfter; index++) {
    const [from, to] = [pointerTo(list, index + 1), pointerTo(list, index)]
    const origin = originOf(origins, from)
    if (origin) moved.set(to, origin)
    for (const [known, deeper] of origins) {
      if (known.startsWith(from + '/')) moved.set((to + known.slice(from.length)) as JsonPointer, deeper)
    }
  }
  for (let index = removed; index <= lengthAfter; index++) removeBelow(origins, pointerTo(list, index))
  for (const [at, origin] of moved) origins.set(at, origin)
}
