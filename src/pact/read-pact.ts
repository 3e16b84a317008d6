/** Pact files of versions 2, 3 and 4, in the form of version 4; what is not written as the specification says is told and left out. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { toolError, ToolError } from '../base/tool-error.js'
import type { Finding, Location } from '../base/finding.js'
import { isRecord, own, setOwn, type Json, type UnknownRecord } from '../base/json.js'
import { pointerKeys, pointerTo, ROOT, type JsonPointer } from '../base/json-pointer.js'
import { describeValue } from '../base/text.js'
import { createJsonPositions } from '../document/json-positions.js'
import { createLineIndex } from '../document/line-index.js'
import { parseJson } from '../document/parse-json.js'
import type { Interaction, PactBody, PactHeaders, PactRequest, PactResponse, ProviderState } from './pact.js'
import { readRules } from './check/read-rules.js'
import { textOf } from './text-of.js'

export interface PactFile {
  /** As the user named it. */
  readonly file: string
  readonly version: 2 | 3 | 4
  readonly consumer: string
  readonly provider: string
  readonly interactions: readonly ReadInteraction[]
  /** Interactions that are no HTTP: messages. */
  readonly others: number
  /** Pointers of these lead into the pact file. */
  readonly findings: readonly PactSyntaxFinding[]
  locate(at: JsonPointer): Location
}

export interface ReadInteraction {
  readonly interaction: Interaction
  readonly at: JsonPointer
  /** Where the bodies' values stand: inside `content` from version 4 on. */
  readonly requestBodyAt: JsonPointer
  readonly responseBodyAt: JsonPointer
}

export interface PactSyntaxFinding {
  readonly at: JsonPointer
  readonly message: string
  readonly rule: Extract<Finding['rule'], 'pact/syntax' | 'pact/version'>
}

/** @throws ToolError PACT_UNREADABLE */
export async function loadPact(file: string): Promise<PactFile> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    throw unreadable(file, error)
  }
  return readPact(path.relative('.', file) || file, text)
}

/** @throws ToolError PACT_UNREADABLE when it is no JSON, or no object */
export function readPact(file: string, text: string): PactFile {
  const root = parse(file, text.replace(/^\uFEFF/, ''))
  if (!isRecord(root)) throw unreadable(file, `expected an object, got ${describeValue(root)}`)
  const lines = createLineIndex(file, text)
  const positions = createJsonPositions(text)
  const findings: PactSyntaxFinding[] = []
  const version = versionOf(root, findings)
  const { interactions, others } = interactionsOf(root, version, findings)
  return {
    file,
    version,
    consumer: nameOf(root['consumer']),
    provider: nameOf(root['provider']),
    interactions,
    others,
    findings,
    locate: (at) => lines.location(positions.find(pointerKeys(at))),
  }
}

function parse(file: string, text: string): unknown {
  try {
    return parseJson(text, file)
  } catch (error) {
    throw error instanceof ToolError ? toolError('PACT_UNREADABLE', { place: error.message, reason: 'no JSON' }) : error
  }
}

function unreadable(place: string, reason: unknown): ToolError {
  return toolError('PACT_UNREADABLE', { place, reason: reason instanceof Error ? reason.message : String(reason) })
}

function nameOf(value: unknown): string {
  return isRecord(value) && typeof value['name'] === 'string' ? value['name'] : ''
}

/** `pactSpecification.version`, in one of the places where writers have put it. */
function versionOf(root: UnknownRecord, findings: PactSyntaxFinding[]): 2 | 3 | 4 {
  const metadata = recordOf(root['metadata'])
  const specification = recordOf(metadata['pactSpecification'] ?? metadata['pact-specification'])
  const written = specification['version'] ?? metadata['pactSpecificationVersion']
  const major = /^\d+/.exec(textOf(written ?? ''))?.[0]
  if (major === '1' || major === '2') return 2
  if (major === '3') return 3
  if (major === '4') return 4
  const message = `expected version 2, 3 or 4 of the Pact specification, got ${describeValue(written)}`
  findings.push({ rule: 'pact/version', at: pointerTo(ROOT, 'metadata'), message })
  const interactions: readonly unknown[] = Array.isArray(root['interactions']) ? root['interactions'] : []
  return interactions.some((each) => isRecord(each) && typeof each['type'] === 'string') ? 4 : 3
}

function interactionsOf(
  root: UnknownRecord,
  version: 2 | 3 | 4,
  findings: PactSyntaxFinding[],
): { interactions: ReadInteraction[]; others: number } {
  const interactions: ReadInteraction[] = []
  const messages: unknown = root['messages']
  let others = Array.isArray(messages) ? messages.length : 0
  const written = root['interactions']
  if (written !== undefined && !Array.isArray(written)) {
    findings.push({
      rule: 'pact/syntax',
      at: pointerTo(ROOT, 'interactions'),
      message: 'expected a list of interactions',
    })
  }
  const all: readonly unknown[] = Array.isArray(written) ? written : []
  all.forEach((each, index) => {
    const at = pointerTo(ROOT, 'interactions', index)
    const type = isRecord(each) ? (each['type'] ?? 'Synchronous/HTTP') : undefined
    if (!isRecord(each) || (type === 'Synchronous/HTTP' && !isRecord(each['request']))) {
      findings.push({ rule: 'pact/syntax', at, message: 'expected an interaction with a request and a response' })
    } else if (type === 'Synchronous/HTTP') interactions.push(readInteraction(each, at, version, findings))
    else others++
  })
  return { interactions, others }
}

function readInteraction(
  raw: UnknownRecord,
  at: JsonPointer,
  version: 2 | 3 | 4,
  findings: PactSyntaxFinding[],
): ReadInteraction {
  const request = recordOf(raw['request'])
  const response = recordOf(raw['response'])
  const bodyAt = (side: string, body: unknown) =>
    version === 4 && isRecord(body) && Object.hasOwn(body, 'content')
      ? pointerTo(at, side, 'body', 'content')
      : pointerTo(at, side, 'body')
  const status = Number(response['status'] ?? 200)
  if (!Number.isInteger(status) || status < 100 || status > 599) {
    const message = `expected a status of HTTP, got ${describeValue(response['status'])}`
    findings.push({ rule: 'pact/syntax', at: pointerTo(at, 'response', 'status'), message })
  }
  return {
    at,
    requestBodyAt: bodyAt('request', request['body']),
    responseBodyAt: bodyAt('response', response['body']),
    interaction: {
      type: 'Synchronous/HTTP',
      ...(typeof raw['key'] === 'string' ? { key: raw['key'] } : {}),
      description: textOf(raw['description'] ?? ''),
      ...(raw['pending'] === true ? { pending: true } : {}),
      providerStates: readStates(raw),
      request: readRequest(request, version),
      response: { status, ...readMessage(response, version) },
    },
  }
}

function readStates(raw: UnknownRecord): readonly ProviderState[] {
  const states = raw['providerStates'] ?? raw['providerState'] ?? raw['provider_state']
  if (typeof states === 'string') return [{ name: states }]
  const list: readonly unknown[] = Array.isArray(states) ? states : []
  return list.filter(isRecord).map(({ name, params }) => ({
    name: textOf(name),
    ...(isRecord(params) ? { params: params as NonNullable<ProviderState['params']> } : {}),
  }))
}

function readRequest(raw: UnknownRecord, version: 2 | 3 | 4): PactRequest {
  const query = readQuery(raw['query'])
  return {
    method: textOf(raw['method'] ?? 'GET').toUpperCase(),
    path: textOf(raw['path'] ?? '/'),
    ...(query ? { query } : {}),
    ...readMessage(raw, version),
    ...(isRecord(raw['generators']) ? { generators: raw['generators'] } : {}),
  }
}

type Message = Pick<PactResponse, 'headers' | 'body' | 'matchingRules'>

function readMessage(raw: UnknownRecord, version: 2 | 3 | 4): Message {
  const headers = readHeaders(raw['headers'])
  const body = readBody(raw['body'], headers, version, Object.hasOwn(raw, 'body'))
  const rules = readRules(raw['matchingRules'], version)
  return { ...(headers ? { headers } : {}), ...(body ? { body } : {}), ...(rules ? { matchingRules: rules } : {}) }
}

/** Version 2 has text; later ones lists by name. */
function readQuery(query: unknown): Record<string, string[]> | undefined {
  const result: Record<string, string[]> = {}
  if (typeof query === 'string') {
    for (const [name, value] of new URLSearchParams(query)) setOwn(result, name, [...textsOf(own(result, name)), value])
    return result
  }
  if (!isRecord(query)) return undefined
  for (const [name, value] of Object.entries(query)) setOwn(result, name, textsOf(value))
  return result
}

function readHeaders(headers: unknown): PactHeaders | undefined {
  if (!isRecord(headers)) return undefined
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, textsOf(value)]))
}

function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.map((each) => (each === null ? '' : textOf(each)))
  return value === undefined || value === null ? [] : [textOf(value)]
}

function readBody(
  body: unknown,
  headers: PactHeaders | undefined,
  version: 2 | 3 | 4,
  isThere: boolean,
): PactBody | undefined {
  if (!isThere) return undefined
  const header = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'content-type')?.[1][0]
  if (version === 4 && isRecord(body)) {
    if (!Object.hasOwn(body, 'content')) return undefined
    return {
      content: body['content'] as Json,
      contentType: typeof body['contentType'] === 'string' ? body['contentType'] : (header ?? 'application/json'),
      encoded: body['encoded'] === false || body['encoded'] === undefined ? false : 'base64',
    }
  }
  // Versions 2 and 3: null says that there is no body.
  if (body === null) return undefined
  const contentType = header ?? (typeof body === 'string' ? 'text/plain' : 'application/json')
  return { content: body as Json, contentType, encoded: false }
}

function recordOf(value: unknown): UnknownRecord {
  return isRecord(value) ? value : {}
}
