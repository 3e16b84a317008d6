/** A JSON Pointer (RFC 6901) into a document or a value: '' is the whole, '/a/0' a part. */
export type JsonPointer = string & { readonly brand: 'JsonPointer' }

export const ROOT = '' as JsonPointer

/** Appends keys to a pointer, escaping each. */
export function pointerTo(base: JsonPointer, ...keys: readonly (string | number)[]): JsonPointer {
  let pointer: string = base
  for (const key of keys) pointer += '/' + escapeKey(String(key))
  return pointer as JsonPointer
}

export function pointerKeys(pointer: JsonPointer): string[] {
  return pointer === '' ? [] : pointer.slice(1).split('/').map(unescapeKey)
}

/** The value at a pointer; undefined when there is none. Own properties only, so '__proto__' leads nowhere by accident. */
export function valueAt(root: unknown, pointer: JsonPointer): unknown {
  let value = root
  // Key by key, without a list of them: each finding is asked for the value that it speaks of.
  for (let from = 1, end; from <= pointer.length; from = end + 1) {
    const slash = pointer.indexOf('/', from)
    end = slash === -1 ? pointer.length : slash
    const key = unescapeKey(pointer.slice(from, end))
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<string, unknown>)[key]
  }
  return value
}

// RFC 6901 3: '~' first when escaping, last when unescaping.
function escapeKey(key: string): string {
  return key.includes('~') || key.includes('/') ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key
}

function unescapeKey(key: string): string {
  return key.includes('~') ? key.replaceAll('~1', '/').replaceAll('~0', '~') : key
}
