import { isRecord, isScalar, own } from '../base/json.js'
import { pointerTo } from '../base/json-pointer.js'
import { listMember, recordMember, reportWrongType, textMember, type Part, type Source } from './part.js'

/** Combinations of variables' values that are served at most; more would say little and cost much. */
const MOST_COMBINATIONS = 64

/** The path prefixes of the nearest `servers` that has entries: the parts go from the operation outwards. [''] when there is none. */
export function compileBasePaths(source: Source, parts: readonly Part[]): readonly string[] {
  for (const part of parts) {
    const servers = listMember(source, part, 'servers') ?? []
    if (servers.length === 0) continue
    const paths = servers.flatMap((server, index) => serverPaths(source, part, server, index))
    return paths.length > 0 ? [...new Set(paths)] : ['']
  }
  return ['']
}

/** Swagger 2.0 `basePath`; host and schemes say nothing about paths. */
export function swaggerBasePaths(source: Source, root: Part): readonly string[] {
  return [trimPath(textMember(source, root, 'basePath') ?? '')]
}

function serverPaths(source: Source, part: Part, server: unknown, index: number): string[] {
  const at = pointerTo(part.at, 'servers', index)
  if (!isRecord(server)) {
    reportWrongType(source, at, 'server', 'an object', server)
    return []
  }
  const url = textMember(source, { node: server, at }, 'url')
  if (url === undefined) return []
  const variables = Object.entries(recordMember(source, { node: server, at }, 'variables') ?? {})
  const paths = substitute(url, variables).map((text) => pathOf(text, source.document.source))
  const open = variables.filter(([, variable]) => !isEnumerated(variable)).map(([name]) => name)
  if (open.length === 0) return paths
  const closed = variables.filter(([name]) => !open.includes(name))
  const openPaths = substitute(url, closed).map((text) => pathOf(text, source.document.source))
  return [...paths, ...openPaths.filter((path) => open.some((name) => path.includes(`{${name}}`)))]
}

/** All values of enumerated variables, the default first. A variable that is not declared stays as it is written. */
function substitute(url: string, variables: readonly (readonly [string, unknown])[]): string[] {
  let texts = [url]
  for (const [name, variable] of variables) {
    const slot = `{${name}}`
    if (!url.includes(slot)) continue
    const values = variableValues(variable)
    if (values.length > 0) texts = texts.flatMap((text) => values.map((value) => text.replaceAll(slot, () => value)))
    texts = texts.slice(0, MOST_COMBINATIONS)
  }
  return texts
}

/** 3.0.4 Server Variable Object: without `enum` the values are not a limited set. */
function isEnumerated(variable: unknown): boolean {
  const allowed = isRecord(variable) ? own(variable, 'enum') : undefined
  return Array.isArray(allowed) && allowed.length > 0
}

function variableValues(variable: unknown): string[] {
  if (!isRecord(variable)) return []
  const usual = own(variable, 'default')
  const allowed = own(variable, 'enum')
  // Numbers and booleans are common slips for their texts.
  const values = [usual, ...(Array.isArray(allowed) ? (allowed as unknown[]) : [])].filter(isScalar)
  return [...new Set(values.map(String))]
}

// 'https://host', '//host', '{scheme}://{host}', and what people write for a host: '{undeclared}/v1', 'api.example.com/v1'.
const HOST =
  /^(?:(?:[^/?#]*:)?\/\/[^/?#]*|\{[^/{}]*\}(?::\d+)?(?=\/|$)|(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?=\/|$)|localhost(?::\d+)?(?=\/|$))/i

function pathOf(url: string, documentSource: string): string {
  const path = url.trim().replace(/[?#].*$/s, '')
  const afterHost = path.replace(HOST, '')
  if (afterHost !== path || path.startsWith('/')) return trimPath(afterHost)
  // OpenAPI 3.0.4 Server Object: a relative URL is relative to where the document was retrieved.
  return trimPath(joinRelative(retrievalPath(documentSource), path))
}

function retrievalPath(documentSource: string): string {
  return /^https?:\/\//i.test(documentSource) && URL.canParse(documentSource) ? new URL(documentSource).pathname : '/'
}

function joinRelative(base: string, relative: string): string {
  const segments = base.split('/').slice(1, -1)
  for (const segment of relative.split('/')) {
    if (segment === '..') segments.pop()
    else if (segment !== '.') segments.push(segment)
  }
  return '/' + segments.join('/')
}

/** '' or '/a/b': one slash in front, none behind. */
function trimPath(path: string): string {
  const trimmed = path.trim().replace(/^\/+|\/+$/g, '')
  return trimmed === '' ? '' : `/${trimmed}`
}
