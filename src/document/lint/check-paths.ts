import type { Finding } from '../../base/finding.js'
import { isRecord, own } from '../../base/json.js'
import { pointerTo, ROOT } from '../../base/json-pointer.js'
import type { ApiDocument } from '../api-document.js'
import { documentFinding } from '../../base/document-finding.js'

interface Template {
  readonly path: string
  readonly segments: readonly Segment[]
}

interface Segment {
  /** Parameters' names taken out: '{}.json'. */
  readonly text: string
  /** What stands before, between and behind parameters; one text when there are none. */
  readonly fixed: readonly string[]
}

/** Comparisons of two templates, enough for 4,000 paths of one length; a document must not be able to keep us busy. */
const MAX_COMPARISONS = 8_000_000

/** Path templates that match the same paths, all of them or some. */
export function checkPaths({ root }: ApiDocument): Finding[] {
  const paths = own(root, 'paths')
  if (!isRecord(paths)) return []
  const findings: Finding[] = []
  const byShape = new Map<string, string>()
  let comparisons = 0
  const byLength = new Map<number, Template[]>()
  for (const path of Object.keys(paths)) {
    if (!path.startsWith('/')) continue
    findings.push(...namedTwice(path), ...notOfPath(path), ...lonelyBraces(path))
    const shape = path.replace(/\{[^{}]*\}/g, '{}')
    const equal = byShape.get(shape)
    if (equal !== undefined) {
      findings.push(
        documentFinding(
          'document/equal-paths',
          'error',
          pointerTo(ROOT, 'paths', path),
          `'${path}' matches the same paths as '${equal}'; where both have a method, the first one counts`,
        ),
      )
      continue
    }
    byShape.set(shape, path)
    const segments = shape.slice(1).split('/').map(parseSegment)
    const others = byLength.get(segments.length) ?? []
    byLength.set(segments.length, others)
    comparisons += others.length
    if (comparisons > MAX_COMPARISONS) continue
    const ambiguous = others.find((other) => areAmbiguous(other.segments, segments))
    if (ambiguous) {
      const message = `'${path}' and '${ambiguous.path}' can match the same path; the one with the leftmost fixed segment wins`
      findings.push(documentFinding('document/ambiguous-paths', 'hint', pointerTo(ROOT, 'paths', path), message))
    }
    others.push({ path, segments })
  }
  return findings
}

/** 3.2 'Path Templating' has no query in it. A fragment is told where a parameter stands in it. */
function notOfPath(path: string): Finding[] {
  const [head = ''] = path.replace(/\{[^{}]*\}/g, '').split('#', 1)
  if (!head.includes('?')) return []
  const message = `'${path}' has a query in it, which OpenAPI does not allow; it is found where the query has the same pairs`
  const at = pointerTo(ROOT, 'paths', path)
  return [documentFinding('document/path-query', 'hint', at, message, 'Declare query parameters.')]
}

function lonelyBraces(path: string): Finding[] {
  const [, brace] = /([{}])/.exec(path.replace(/\{[^{}]+\}/g, '')) ?? []
  if (brace === undefined) return []
  const message = `'${path}' has a '${brace}' that does not pair, or encloses nothing; it is read as text`
  const at = pointerTo(ROOT, 'paths', path)
  return [documentFinding('document/contradiction', 'warning', at, message, 'Write parameters as {name}.')]
}

/** 3.2 Path Templating: a name must not stand more than once in one template. */
function namedTwice(path: string): Finding[] {
  const seen = new Set<string>()
  const repeated = new Set<string>()
  for (const name of namesInPath(path)) (seen.has(name) ? repeated : seen).add(name)
  return [...repeated].map((name) => {
    const message = `'${path}' names {${name}} more than once; the last one counts`
    return documentFinding('document/contradiction', 'warning', pointerTo(ROOT, 'paths', path), message)
  })
}

/** What stands behind a '#' is never sent, and names nothing. */
export function namesInPath(path: string): string[] {
  const names: string[] = []
  for (const [token, name = ''] of path.matchAll(/\{([^{}]+)\}|#/g)) {
    if (token === '#') break
    names.push(name)
  }
  return names
}

function parseSegment(text: string): Segment {
  return { text, fixed: text.split('{}') }
}

/** Some path matches both, and neither is everywhere at least as fixed as the other. */
function areAmbiguous(a: readonly Segment[], b: readonly Segment[]): boolean {
  let aIsFixed = false
  let bIsFixed = false
  for (const [index, left] of a.entries()) {
    const right = b[index]
    if (!right || !canBeEqual(left, right)) return false
    const difference = fixedness(left) - fixedness(right)
    aIsFixed ||= difference > 0
    bIsFixed ||= difference < 0
  }
  return aIsFixed && bIsFixed
}

function canBeEqual(a: Segment, b: Segment): boolean {
  if (a.text === b.text) return true
  if (a.fixed.length === 1 && b.fixed.length === 1) return false
  if (a.fixed.length === 1) return fits(b.fixed, a.text)
  if (b.fixed.length === 1) return fits(a.fixed, b.text)
  // Two templates: text before the first and behind the last parameter has to agree.
  const [aStart = '', bStart = ''] = [a.fixed[0], b.fixed[0]]
  const [aEnd = '', bEnd = ''] = [a.fixed.at(-1), b.fixed.at(-1)]
  return (aStart.startsWith(bStart) || bStart.startsWith(aStart)) && (aEnd.endsWith(bEnd) || bEnd.endsWith(aEnd))
}

/** Whether parameters of at least one character between the fixed texts can make up a text. */
function fits(fixed: readonly string[], text: string): boolean {
  const last = fixed.at(-1) ?? ''
  if (!text.startsWith(fixed[0] ?? '') || !text.endsWith(last)) return false
  let at = fixed[0]?.length ?? 0
  for (const part of fixed.slice(1, -1)) {
    const found = text.indexOf(part, at + 1)
    if (found === -1) return false
    at = found + part.length
  }
  return at + 1 <= text.length - last.length
}

/** All text, some text beside parameters, or a parameter alone. */
function fixedness({ text, fixed }: Segment): number {
  if (fixed.length === 1) return 2
  return text === '{}' ? 0 : 1
}
