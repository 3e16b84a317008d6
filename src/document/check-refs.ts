import { decodeOrKeep } from '../base/decode-or-keep.js'
import type { Finding } from '../base/finding.js'
import { isRecord, own, type UnknownRecord } from '../base/json.js'
import { pointerKeys, pointerTo, ROOT, valueAt, type JsonPointer } from '../base/json-pointer.js'
import { didYouMean, nearestNames } from '../base/text.js'
import type { DeclaredVersion } from './api-document.js'
import { fieldsOf } from './openapi-fields.js'
import { REFERABLE, type ObjectKind } from './openapi-shapes.js'
import { documentFinding } from '../base/document-finding.js'
import type { RefResolver } from './resolve-ref.js'
import { createWalk, type Site } from './walk-document.js'

/** Whether a set of references gives reason for `checkRefs`: some lead nowhere, or in a circle. */
export function areSuspicious(refs: Iterable<string>, root: UnknownRecord, resolver: RefResolver): boolean {
  const holders = new Map<string, unknown>()
  for (const ref of refs) {
    // Thousands lead into few places: '#/components/schemas/', then a name.
    const slash = ref.lastIndexOf('/')
    const way = ref.slice(0, slash)
    let holder = holders.get(way)
    if (holder === undefined) {
      const at = slash > 0 ? resolver.step(way, ROOT) : undefined
      holders.set(way, (holder = at === undefined ? null : valueAt(root, at)))
    }
    const name = ref.slice(slash + 1)
    const target = isRecord(holder) && !/[~%]/.test(name) ? own(holder, name) : undefined
    if (target === undefined && resolver.step(ref, ROOT) === undefined) return true
    if (
      (target === undefined || (isRecord(target) && typeof own(target, '$ref') === 'string')) &&
      !resolver.resolve(ref, ROOT)
    ) {
      return true
    }
  }
  return false
}

/** References that lead nowhere or in a circle. Looks at every place where a reference means one, wherever references lead. */
export function checkRefs(root: UnknownRecord, version: DeclaredVersion, resolver: RefResolver): Finding[] {
  const findings: Finding[] = []
  const known = new Set<JsonPointer>()
  const open: Site[] = [{ kind: 'openapi', node: root, at: ROOT, parent: undefined, resource: undefined }]
  const walk = createWalk(version, { visit })

  function visit({ kind, node, at }: Site): void {
    const ref = REFERABLE.has(kind) && isRecord(node) ? own(node, '$ref') : undefined
    if (typeof ref !== 'string') return
    const target = resolver.step(ref, at)
    if (target === undefined) {
      const remedy = didYouMean(nearTarget(root, ref))
      findings.push(
        documentFinding('document/unresolved-ref', 'error', pointerTo(at, '$ref'), `${ref} leads nowhere`, remedy),
      )
      return
    }
    const found = componentKind(target, version)
    if (found !== undefined && found !== kind) {
      const message = `${ref} leads to a component of another kind: expected a ${kind}, found a ${found}`
      findings.push(documentFinding('document/ref-kind', 'warning', pointerTo(at, '$ref'), message))
    }
    const loop = loopFrom(at, root, resolver, known)
    if (loop) reportLoop(loop)
    open.push({ kind, node: valueAt(root, target), at: target, parent: undefined, resource: undefined })
  }

  function reportLoop(loop: readonly JsonPointer[]): void {
    const chain = [...loop, loop[0] ?? ''].join(' → ')
    const at = loop[0] ?? ROOT
    findings.push(
      documentFinding('document/ref-loop', 'error', pointerTo(at, '$ref'), `references lead in a circle: ${chain}`),
    )
  }

  for (let site = open.pop(); site; site = open.pop()) walk.site(site)
  return findings
}

/**
 * The members of the circle that a chain of references ends in, once.
 * @param known places whose chains were followed before: a long one is asked about link by link
 */
function loopFrom(
  start: JsonPointer,
  root: UnknownRecord,
  resolver: RefResolver,
  known: Set<JsonPointer>,
): readonly JsonPointer[] | undefined {
  const chain = new Set<JsonPointer>()
  let at: JsonPointer | undefined = start
  while (at !== undefined && !known.has(at) && !chain.has(at)) {
    chain.add(at)
    const node = valueAt(root, at)
    const ref = isRecord(node) ? own(node, '$ref') : undefined
    at = typeof ref === 'string' ? resolver.step(ref, at) : undefined
  }
  for (const place of chain) known.add(place)
  return at !== undefined && chain.has(at) ? [...chain].slice([...chain].indexOf(at)) : undefined
}

/** What stands in '/components/schemas/Pet' and the like; undefined for other places. */
function componentKind(target: JsonPointer, version: DeclaredVersion): ObjectKind | undefined {
  const keys = pointerKeys(target)
  const holder = version === '2.0' ? 'openapi' : 'components'
  const section = version === '2.0' ? keys[0] : keys[0] === 'components' ? keys[1] : undefined
  if (section === undefined || keys.length !== (version === '2.0' ? 2 : 3)) return undefined
  const [type] = fieldsOf(holder).get(section)?.types ?? []
  return type?.kind === 'map' && type.of.kind === 'node' ? type.of.of : undefined
}

/** References like a misspelt one, that would lead somewhere. */
function nearTarget(root: UnknownRecord, ref: string): string[] {
  if (!ref.startsWith('#/')) return []
  const keys = pointerKeys(decodeOrKeep(ref.slice(1)) as JsonPointer)
  const name = keys.pop() ?? ''
  const siblings = valueAt(root, pointerTo(ROOT, ...keys))
  return isRecord(siblings)
    ? nearestNames(name, Object.keys(siblings)).map((near) => '#' + pointerTo(ROOT, ...keys, near))
    : []
}
