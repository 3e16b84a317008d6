import { CORE_SCHEMA, constructFromEvents, defineScalarTag, mergeTag, parseEvents, YAMLException } from 'js-yaml'
import { toolError } from '../base/tool-error.js'
import { createLineIndex, describeLocation } from './line-index.js'
import { MAX_ALIASED_NODES, MAX_DEPTH } from './limits.js'
import { inspectYaml } from './inspect-yaml.js'
import type { DuplicateKey } from './duplicate-keys.js'

// OpenAPI 3.1.1 'Format': JSON-compatible YAML. Tags of other dialects (!!timestamp, !Ref) leave the text as it is.
const SCHEMA = CORE_SCHEMA.withTags(
  mergeTag,
  defineScalarTag('tag:yaml.org,2002:', { matchByTagPrefix: true, resolve: (text) => text, identify: () => false }),
  defineScalarTag('!', { matchByTagPrefix: true, resolve: (text) => text, identify: () => false }),
)

/** Keys that `<<` copies; bounds the time that merging mappings into one another takes. */
const MAX_MERGED_KEYS = 1_000_000

export interface ParsedYaml {
  readonly value: unknown
  readonly duplicates: readonly DuplicateKey[]
  /** Where a second document of the stream begins; the first that is not empty is the value. */
  readonly secondAt: number | undefined
}

/**
 * Parses YAML 1.2 with the core schema and merge keys; the last of equal keys counts.
 * @param file the name that errors call the text by
 * @throws ToolError DOCUMENT_SYNTAX with line and column; DOCUMENT_TOO_LARGE when aliases multiply beyond measure
 */
export function parseYaml(text: string, file: string): ParsedYaml {
  const placeOf = (offset: number): string => describeLocation(createLineIndex(file, text).location(offset))
  try {
    const events = parseEvents(text, { filename: file, maxDepth: MAX_DEPTH })
    const inspected = inspectYaml(events, text)
    if (inspected.kind === 'circular') {
      throw toolError('DOCUMENT_SYNTAX', {
        place: placeOf(inspected.offset),
        reason: `the alias *${inspected.anchor} stands inside what it stands for, which would never end`,
      })
    }
    if (inspected.kind === 'key-of-parts') {
      throw toolError('DOCUMENT_SYNTAX', {
        place: placeOf(inspected.offset),
        reason: text.startsWith('{{', inspected.offset - 1)
          ? 'a template stands here that was not filled in; as a text, {{…}} needs quotes'
          : 'a list or an object stands as a key; keys are texts in JSON, and so in OpenAPI',
      })
    }
    if (inspected.kind === 'too-large') {
      throw toolError('DOCUMENT_TOO_LARGE', {
        source: placeOf(inspected.offset),
        reason: `its aliases stand for more than ${MAX_ALIASED_NODES} values, or nest more than ${MAX_DEPTH} levels deep`,
      })
    }
    const options = { source: text, schema: SCHEMA, json: true, maxTotalMergeKeys: MAX_MERGED_KEYS }
    const documents = constructFromEvents(events, options)
    return { value: documents[inspected.first], duplicates: inspected.duplicates, secondAt: inspected.secondAt }
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    const place = placeOf(error.mark?.position ?? 0)
    if (error.reason.startsWith('nesting exceeded')) {
      throw toolError('DOCUMENT_TOO_LARGE', { source: place, reason: `nested more than ${MAX_DEPTH} levels deep` })
    }
    // What is read well and makes no sense is not for want of a bracket.
    const bracket = /merge|alias/.test(error.reason) ? '' : describeOpenBracket(text, error.mark?.position ?? 0)
    const reason = isSecondColon(text, error) ? SECOND_COLON : inPlainWords(error.reason) + bracket
    throw toolError('DOCUMENT_SYNTAX', { place, reason }, { cause: error })
  }
}

function inPlainWords(reason: string): string {
  const known: Readonly<Record<string, string>> = {
    'deficient indentation': 'this line is indented less than what it belongs to',
    'missed comma between flow collection entries': "expected ',' or the closing bracket; text with []{}, needs quotes",
    'bad indentation of a mapping entry': 'this key is not indented like its neighbours',
    'cannot merge mappings; the provided source object is unacceptable':
      "'<<' merges an object, an alias of one, or a list of those, and something else stands here",
    'tab characters must not be used in indentation': 'a tab is used to indent; YAML allows only spaces',
  }
  return known[reason] ?? reason
}

const SECOND_COLON = "a second ': ' stands on this line; a text with ': ' in it needs quotes"

/** `description: note: this` */
function isSecondColon(text: string, { reason, mark }: YAMLException): boolean {
  const at = mark?.position ?? 0
  if (reason !== 'bad indentation of a mapping entry' || text[at] !== ':') return false
  return /^[ -]*[^\s#'"{[][^#'"{[]*?:\s/.test(text.slice(text.lastIndexOf('\n', at - 1) + 1, at))
}

/** A bracket that is never closed is noticed far below; looked for in the lines just above the error. */
const LINES_ABOVE = 50
const QUOTED_OR_BRACKET = /"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|(?<=\s)#.*|[[\]{}\n]/g

function describeOpenBracket(text: string, position: number): string {
  let start = position
  for (let i = 0; i < LINES_ABOVE && start > 0; i++) start = text.lastIndexOf('\n', start - 1)
  const open: { readonly bracket: string; readonly offset: number }[] = []
  for (const { 0: token, index } of text.slice(Math.max(0, start), position).matchAll(QUOTED_OR_BRACKET)) {
    if (token === '{' || token === '[') open.push({ bracket: token, offset: Math.max(0, start) + index })
    else if (token === '}' || token === ']') open.pop()
  }
  const last = open.at(-1)
  if (!last) return ''
  const { line } = createLineIndex('', text).location(last.offset)
  return ` (is the '${last.bracket}' of line ${line} still open?)`
}
