import type { Finding } from '../base/finding.js'

/** All lists in one; what two of them say of one place is told once, by the first. */
export function mergeFindings(...lists: readonly (readonly Finding[])[]): Finding[] {
  const told = new Set<string>()
  return lists.flatMap((list) =>
    list.filter(({ rule, spec, message }) => {
      // A reference that may not be followed leads nowhere as well: one of the two is enough.
      const name =
        rule === 'document/ref-refused' || rule === 'document/unresolved-ref'
          ? `ref ${spec ?? ''}`
          : `${rule} ${spec ?? ''} ${message}`
      if (told.has(name)) return false
      told.add(name)
      return true
    }),
  )
}
