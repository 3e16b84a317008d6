import type { JsonPointer } from '../base/json-pointer.js'

/** For people: '#/paths/~1a'. Of another file only what is inside of it: which file it is, the place says. */
export function fragmentInFile(at: JsonPointer): string {
  return `#${at.replace(/^\/x-lockstep-files-*\/[^/]*/, '')}`
}
