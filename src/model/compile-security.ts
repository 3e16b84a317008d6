import { isRecord, own } from '../base/json.js'
import { pointerTo, ROOT, type JsonPointer } from '../base/json-pointer.js'
import type { SecurityRequirement, SecurityScheme } from './api-model.js'
import {
  listMember,
  partsOf,
  readPart,
  recordMember,
  reportDocument,
  reportWrongType,
  textMember,
  type Part,
  type Source,
} from './part.js'

export function compileSecuritySchemes(source: Source): Map<string, SecurityScheme> {
  const root = { node: source.document.root, at: ROOT }
  const schemes = source.swagger
    ? partsOf(source, root, 'securityDefinitions', 'security scheme')
    : partsOf(source, componentsOf(source, root), 'securitySchemes', 'security scheme')
  return new Map(schemes.map(([id, part]) => [id, compileScheme(source, id, part)]))
}

function componentsOf(source: Source, root: Part): Part {
  return { node: recordMember(source, root, 'components') ?? {}, at: pointerTo(ROOT, 'components') }
}

function compileScheme(source: Source, id: string, part: Part): SecurityScheme {
  const { at } = part
  const type = textMember(source, part, 'type')
  switch (type) {
    case 'apiKey':
      return compileApiKey(source, id, part)
    case 'http': {
      const scheme = textMember(source, part, 'scheme')
      return scheme ? { kind: 'http', id, scheme: scheme.toLowerCase(), at } : unknownScheme(source, id, part, 'scheme')
    }
    case 'basic':
      return { kind: 'http', id, scheme: 'basic', at }
    case 'oauth2':
      return { kind: 'oauth2', id, scopes: [...scopesOf(source, part)], at }
    case 'openIdConnect':
      return { kind: 'openIdConnect', id, at }
    case 'mutualTLS':
      return { kind: 'mutualTLS', id, at }
    case undefined:
    default:
      return unknownScheme(source, id, part, 'type')
  }
}

function compileApiKey(source: Source, id: string, part: Part): SecurityScheme {
  const name = textMember(source, part, 'name')
  const place = (['header', 'query', 'cookie'] as const).find((each) => each === own(part.node, 'in'))
  if (name === undefined || name === '') return unknownScheme(source, id, part, 'name')
  if (!place) return unknownScheme(source, id, part, 'in')
  return { kind: 'apiKey', id, name, in: place, at: part.at }
}

const EXPECTED = {
  in: 'query, header or cookie',
  name: 'text',
  scheme: 'text',
  type: 'a type that OpenAPI knows',
} as const

function unknownScheme(source: Source, id: string, { node, at }: Part, key: keyof typeof EXPECTED): SecurityScheme {
  const message = `${key} of security scheme ${id}`
  reportWrongType(source, pointerTo(at, key), message, EXPECTED[key], own(node, key))
  return { kind: 'unknown', id, at }
}

function scopesOf(source: Source, part: Part): Set<string> {
  const flows = source.swagger ? [part] : partsOf(source, part, 'flows', 'flow').map(([, flow]) => flow)
  return new Set(flows.flatMap((flow) => Object.keys(recordMember(source, flow, 'scopes') ?? {})))
}

/** The operation's own list replaces the document's, also when it is empty. */
export function compileSecurity(
  source: Source,
  operation: Part,
  schemes: ReadonlyMap<string, SecurityScheme>,
): SecurityRequirement[] {
  const root = { node: source.document.root, at: ROOT }
  const ofOperation = listMember(source, operation, 'security')
  const list = ofOperation ?? listMember(source, root, 'security') ?? []
  const listAt = pointerTo(ofOperation ? operation.at : ROOT, 'security')
  const requirements: SecurityRequirement[] = []
  list.forEach((value, index) => {
    const at = pointerTo(listAt, index)
    if (isRecord(value)) requirements.push(compileRequirement(source, value, at, schemes))
    else reportWrongType(source, at, 'security requirement', 'an object', value)
  })
  return requirements
}

function compileRequirement(
  source: Source,
  node: Part['node'],
  at: JsonPointer,
  schemes: ReadonlyMap<string, SecurityScheme>,
): SecurityRequirement {
  return {
    schemes: Object.entries(node).map(([id, scopes]) => ({
      scheme:
        schemes.get(id) ?? schemeByUri(source, id, pointerTo(at, id)) ?? undefinedScheme(source, id, pointerTo(at, id)),
      scopes: Array.isArray(scopes) ? scopes.filter((scope): scope is string => typeof scope === 'string') : [],
    })),
  }
}

/** OpenAPI 3.2 Security Requirement Object: a name may be the URI of a Security Scheme Object; a component's name goes first. */
function schemeByUri(source: Source, uri: string, at: JsonPointer): SecurityScheme | undefined {
  if (source.document.declared !== '3.2' || !source.document.resolve(uri, at)) return undefined
  const part = readPart(source, { $ref: uri }, at, `security scheme ${uri}`)
  return part && compileScheme(source, uri, part)
}

function isDeclared({ document: { root }, swagger }: Source, id: string): boolean {
  const components = own(root, 'components')
  const schemes = swagger
    ? own(root, 'securityDefinitions')
    : isRecord(components)
      ? own(components, 'securitySchemes')
      : undefined
  return isRecord(schemes) && Object.hasOwn(schemes, id)
}

function undefinedScheme(source: Source, id: string, at: JsonPointer): SecurityScheme {
  const place = source.swagger ? 'securityDefinitions' : 'components/securitySchemes'
  const found = isDeclared(source, id) ? 'one that cannot be used' : 'none'
  const message = `security scheme ${id}: expected a definition in ${place}, found ${found}; it lets every request pass`
  reportDocument(source, 'document/undefined-security-scheme', at, message, undefined, 'error')
  return { kind: 'unknown', id, at }
}
