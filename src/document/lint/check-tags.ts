import { documentFinding } from '../../base/document-finding.js'
import type { Finding } from '../../base/finding.js'
import { isRecord, own } from '../../base/json.js'
import { pointerTo, type JsonPointer } from '../../base/json-pointer.js'
import { describeValue } from '../../base/text.js'

/** Tags have names of their own, and (OpenAPI 3.2 Tag Object) parents among themselves, in no circle. */
export function checkTags(tags: unknown, at: JsonPointer): Finding[] {
  const findings: Finding[] = []
  const parents = new Map<string, unknown>()
  const tell = (place: JsonPointer, message: string) => {
    findings.push(documentFinding('document/contradiction', 'warning', place, message))
  }
  const list = (Array.isArray(tags) ? (tags as unknown[]) : []).map((tag) => (isRecord(tag) ? tag : {}))
  for (const [index, tag] of list.entries()) {
    const name = own(tag, 'name')
    if (typeof name !== 'string') continue
    if (parents.has(name)) tell(pointerTo(at, index), `tag ${describeValue(name)}: expected once, found again`)
    else parents.set(name, own(tag, 'parent'))
  }
  for (const [index, tag] of list.entries()) {
    const [name, parent] = [own(tag, 'name'), own(tag, 'parent')]
    if (typeof parent !== 'string') continue
    const place = pointerTo(at, index, 'parent')
    if (!parents.has(parent)) tell(place, `parent: expected the name of a tag, found ${describeValue(parent)}`)
    else if (isAbove(name, parent, parents)) {
      tell(
        place,
        `parent: expected a tag that does not stand below ${describeValue(name)}, found ${describeValue(parent)}`,
      )
    }
  }
  return findings
}

/** Whether one tag is another, or is above it. */
function isAbove(name: unknown, below: unknown, parents: ReadonlyMap<string, unknown>): boolean {
  const passed = new Set<unknown>()
  for (let tag = below; typeof tag === 'string' && !passed.has(tag); tag = parents.get(tag)) {
    if (tag === name) return true
    passed.add(tag)
  }
  return false
}
