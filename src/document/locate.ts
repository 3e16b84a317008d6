import type { Location } from '../base/finding.js'
import { pointerKeys, type JsonPointer } from '../base/json-pointer.js'
import type { DocumentFile } from './document-file.js'

/** Where a part of the tree came from. */
export interface Origin {
  readonly file: DocumentFile
  readonly from: JsonPointer
}

/** Which file each part of the tree came from; the deepest entry above a pointer counts. */
export type Origins = ReadonlyMap<JsonPointer, Origin>

/** Pointers come from the document, never from clients, yet a bound costs nothing. */
const MAX_REMEMBERED = 100_000

/** Answers with file, line and column; remembers every answer. */
export function createLocator(origins: Origins): (at: JsonPointer) => Location {
  const remembered = new Map<JsonPointer, Location>()
  return (at) => {
    let location = remembered.get(at)
    if (location) return location
    const origin = originOf(origins, at)
    location = origin ? origin.file.locate(pointerKeys(origin.from)) : { file: '', line: 1, column: 1 }
    if (remembered.size >= MAX_REMEMBERED) remembered.clear()
    remembered.set(at, location)
    return location
  }
}

export function originOf(origins: Origins, at: JsonPointer): Origin | undefined {
  for (let above: string = at; ; above = above.slice(0, above.lastIndexOf('/'))) {
    const origin = origins.get(above as JsonPointer)
    if (origin) return { file: origin.file, from: (origin.from + at.slice(above.length)) as JsonPointer }
    if (above === '') return undefined
  }
}
