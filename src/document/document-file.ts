import { documentFinding } from '../base/document-finding.js'
import type { Finding, Location } from '../base/finding.js'
import { ToolError, toolError } from '../base/tool-error.js'
import type { JsonPointer } from '../base/json-pointer.js'
import { readTextFile } from './decode-text.js'
import { describeDuplicates, findDuplicateKeys } from './duplicate-keys.js'
import { endOfString } from './json-string.js'
import { createJsonPositions } from './json-positions.js'
import { createLineIndex, type LineIndex } from './line-index.js'
import { MAX_DUPLICATE_SCAN } from './limits.js'
import type { Positions } from './positions.js'
import { parseJson } from './parse-json.js'
import type { ParsedYaml } from './parse-yaml.js'
import type { SourceText } from './source-reader.js'

/** One file that takes part in a document, parsed. */
export interface DocumentFile {
  readonly uri: string
  readonly name: string
  readonly path: string | undefined
  readonly format: 'json' | 'yaml'
  readonly value: unknown
  readonly hints: TextHints
  /** What the tree no longer shows: equal keys, and further documents; looked for on demand in a big JSON text. */
  textFindings(base: JsonPointer): readonly Finding[]
  /** True when `textFindings` takes no pass over a big text. */
  readonly textFindingsAreCheap: boolean
  locate(keys: readonly string[]): Location
}

/** What a look at the text can tell without walking the tree. */
export interface TextHints {
  /** Every text that stands as a `$ref` in JSON, data too; undefined in YAML. */
  readonly refs: ReadonlySet<string> | undefined
  /** `$id`, `$anchor`, `$dynamicAnchor` or `$self` occurs. */
  readonly hasIdentifiers: boolean
  readonly hasExternalValues: boolean
}

/** Below this a text is kept; above, it is read again when somebody asks for a line. */
const KEEP_TEXT_BELOW = 1_000_000

/**
 * Parses JSON or YAML; which of them is told by the text, then by the name.
 * @throws ToolError DOCUMENT_EMPTY, DOCUMENT_SYNTAX, DOCUMENT_NOT_OPENAPI or DOCUMENT_TOO_LARGE
 */
export async function parseFile(source: SourceText): Promise<DocumentFile> {
  const { text, name, path, uri } = source
  if (/^\s*$/.test(text.slice(0, 1000)) && text.trim() === '') throw toolError('DOCUMENT_EMPTY', { source: name })
  // YAML would say something of the first line that it cannot read.
  if (/^\s*<(!doctype|html|\?xml|[a-z]+>)/i.test(text.slice(0, 1000))) {
    throw toolError('DOCUMENT_NOT_OPENAPI', {
      place: `${name}:1:1`,
      reason: 'it is a page (HTML or XML), not JSON or YAML',
    })
  }
  const parsed = await parse(text, name)
  const readAgain = textReader(source)
  const damagedAt = text.indexOf('\uFFFD')
  let lines: LineIndex | undefined
  let positions: Positions | undefined
  const lineIndex = (): LineIndex => (lines ??= createLineIndex(name, readAgain()))

  return {
    uri,
    name,
    path,
    format: parsed.format,
    value: parsed.value,
    hints: hintsOf(text, parsed.format),
    textFindingsAreCheap: parsed.format === 'yaml' || text.length <= MAX_DUPLICATE_SCAN,
    textFindings: (base) => {
      const duplicates = parsed.duplicates ?? findDuplicateKeys(readAgain())
      const { secondAt } = parsed
      return [
        ...(secondAt === undefined ? [] : [describeSecond(base, lineIndex().location(secondAt))]),
        ...(damagedAt === -1 ? [] : [describeDamage(base, lineIndex().location(damagedAt))]),
        ...(duplicates.length === 0 ? [] : describeDuplicates(duplicates, base, lineIndex())),
      ]
    },
    locate: (keys) => {
      positions ??= parsed.positionsOf(readAgain())
      return lineIndex().location(positions.find(keys))
    },
  }
}

interface Parsed {
  readonly format: 'json' | 'yaml'
  readonly value: unknown
  readonly duplicates: ParsedYaml['duplicates'] | undefined
  readonly secondAt: ParsedYaml['secondAt']
  positionsOf(text: string): Positions
}

async function parse(text: string, name: string): Promise<Parsed> {
  const looksLikeJson = /^\s*[{[]/.test(text)
  const isYamlName = /\.ya?ml$/i.test(name)
  if (looksLikeJson && !isYamlName) return asJson(parseJson(text, name))
  if (looksLikeJson) {
    // JSON in a file called .yaml is common, and its parser is much faster; flow YAML begins like it.
    try {
      return asJson(parseJson(text, name))
    } catch (error) {
      if (!(error instanceof ToolError && error.code === 'DOCUMENT_SYNTAX')) throw error
    }
  }
  const { parseYaml } = await import('./parse-yaml.js')
  const { createYamlPositions } = await import('./yaml-positions.js')
  return { format: 'yaml', ...parseYaml(text, name), positionsOf: createYamlPositions }
}

function asJson(value: unknown): Parsed {
  return { format: 'json', value, duplicates: undefined, secondAt: undefined, positionsOf: createJsonPositions }
}

function describeSecond(at: JsonPointer, location: Location): Finding {
  const message = `expected one YAML document, found another that begins at line ${location.line}; only the first is read`
  const remedy = 'Keep each document in a file of its own.'
  return { ...documentFinding('document/second-document', 'warning', at, message, remedy), location }
}

/** Bytes that are no UTF-8 have become that character; who wrote it has lost what stood there before. */
function describeDamage(at: JsonPointer, location: Location): Finding {
  const message =
    'expected text in UTF-8 (or UTF-16), found bytes that are none, or U+FFFD, which others put for such bytes'
  const remedy = 'Save the file in UTF-8.'
  return { ...documentFinding('document/encoding', 'warning', at, message, remedy), location }
}

function textReader({ text, path }: SourceText): () => string {
  if (path === undefined || text.length < KEEP_TEXT_BELOW) return () => text
  let again: string | undefined
  return () => {
    if (again === undefined) {
      try {
        again = readTextFile(path)
      } catch {
        // Removed since: places can't be told any more, and nothing else depends on it.
        again = ''
      }
    }
    return again
  }
}

function hintsOf(text: string, format: 'json' | 'yaml'): TextHints {
  const hasExternalValues = text.includes('externalValue')
  if (format === 'json' && !text.includes('\\u00')) return { ...dollarKeys(text), hasExternalValues }
  const hasIdentifiers = IDENTIFIERS.some((word) => text.includes(word))
  return { refs: undefined, hasIdentifiers, hasExternalValues }
}

const IDENTIFIERS = ['$id', '$anchor', '$dynamicAnchor', '$recursiveAnchor', '$self']
/** One pass over the text, from one `$` to the next: a single character is looked for several times as fast as two. */
function dollarKeys(text: string): { refs: Set<string>; hasIdentifiers: boolean } {
  const refs = new Set<string>()
  let hasIdentifiers = false
  for (let at = text.indexOf('$'); at !== -1; at = text.indexOf('$', at + 1)) {
    if (text[at - 1] !== '"') continue
    if (text.startsWith('ref"', at + 1)) {
      const start = text.indexOf('"', at + 5)
      // A `$ref` that is no text (a property of that name) has something else between.
      if (!isColon(text, at + 5, start)) continue
      const end = endOfString(text, start)
      const raw = text.slice(start + 1, end)
      refs.add(raw.includes('\\') ? (JSON.parse(text.slice(start, end + 1)) as string) : raw)
    } else hasIdentifiers ||= IDENTIFIERS.some((word) => text.startsWith(word, at))
  }
  return { refs, hasIdentifiers }
}

/** Whether nothing but a colon stands between, as printers write it or in any other way. */
function isColon(text: string, start: number, end: number): boolean {
  if (text.startsWith(':"', start) || text.startsWith(': "', start)) return true
  return /^\s*:\s*$/.test(text.slice(start, end))
}
