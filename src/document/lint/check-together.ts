import { documentFinding } from '../../base/document-finding.js'
import type { Finding } from '../../base/finding.js'
import { isRecord, own, type UnknownRecord } from '../../base/json.js'
import { pointerTo, type JsonPointer } from '../../base/json-pointer.js'
import { describeValue } from '../../base/text.js'
import type { DeclaredVersion } from '../api-document.js'
import type { ObjectKind } from '../openapi-shapes.js'
import type { Site } from '../walk-document.js'
import { checkHeaderName } from './check-ignored.js'
import { checkTags } from './check-tags.js'

/** A field, and those that must not stand beside it. */
type Exclusion = readonly [string, readonly string[]]

const EXAMPLES: Exclusion = ['example', ['examples']]
const ENCODINGS: Exclusion = ['encoding', ['prefixEncoding', 'itemEncoding']]

const EXCLUSIONS: Partial<Record<ObjectKind, readonly Exclusion[]>> = {
  parameter: [EXAMPLES, ['content', ['schema', 'style', 'explode', 'allowReserved']]],
  header: [EXAMPLES, ['content', ['schema', 'style', 'explode']]],
  mediaType: [EXAMPLES, ENCODINGS],
  encoding: [ENCODINGS],
  example: [
    ['value', ['externalValue', 'dataValue', 'serializedValue']],
    ['serializedValue', ['externalValue']],
  ],
  link: [['operationId', ['operationRef']]],
}

type Check = (node: UnknownRecord, at: JsonPointer) => Finding[]

const CHECKS: Partial<Record<ObjectKind, Check>> = {
  link: checkLink,
  parameter: checkParameter,
  header: (node, at) => checkContent(node, at),
  securityScheme: checkScheme,
  server: checkServer,
  serverVariable: checkVariable,
  components: checkNames,
  info: checkPeople,
  openapi: checkRoot,
}

/** What the fields of one object of OpenAPI 3 must or must not have beside each other. */
export function checkTogether({ kind, at }: Site, node: UnknownRecord, declared: DeclaredVersion): Finding[] {
  if (declared === '2.0') return []
  const excluded = (EXCLUSIONS[kind] ?? []).flatMap(([name, others]) =>
    Object.hasOwn(node, name)
      ? others.filter((other) => Object.hasOwn(node, other)).map((other) => together(at, name, other))
      : [],
  )
  return [...excluded, ...(CHECKS[kind]?.(node, at) ?? [])]
}

function together(at: JsonPointer, name: string, other: string): Finding {
  const message = `\`${name}\` and \`${other}\`: expected one of them, found both`
  return documentFinding('document/contradiction', 'warning', pointerTo(at, other), message)
}

function missing(at: JsonPointer, message: string): Finding {
  return documentFinding('document/missing-field', 'warning', at, message)
}

function checkLink(node: UnknownRecord, at: JsonPointer): Finding[] {
  if (Object.hasOwn(node, 'operationId') || Object.hasOwn(node, 'operationRef')) return []
  return [missing(at, 'Link Object: `operationId` or `operationRef` is missing')]
}

const STYLES: Readonly<Record<string, readonly string[]>> = {
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  header: ['simple'],
  path: ['simple', 'label', 'matrix'],
  cookie: ['form', 'cookie'],
}

function checkParameter(node: UnknownRecord, at: JsonPointer): Finding[] {
  const place = own(node, 'in')
  const findings = [...checkContent(node, at), ...checkHeaderName(node, at)]
  if (place === 'querystring' && !Object.hasOwn(node, 'content'))
    findings.push(
      missing(at, `parameter ${describeValue(own(node, 'name'))}: in the querystring, \`content\` is needed`),
    )
  const style = own(node, 'style')
  const styles = typeof place === 'string' && Object.hasOwn(STYLES, place) ? STYLES[place] : undefined
  if (typeof style === 'string' && styles && !styles.includes(style)) {
    const message = `style: expected ${styles.join(', ')} for a parameter in: ${String(place)}, found ${describeValue(style)}`
    findings.push(documentFinding('document/contradiction', 'warning', pointerTo(at, 'style'), message))
  }
  if (own(node, 'allowReserved') === true && (place === 'header' || style === 'cookie')) {
    const message = 'allowReserved: nothing is percent-encoded here, so it means nothing'
    findings.push(documentFinding('document/contradiction', 'warning', pointerTo(at, 'allowReserved'), message))
  }
  return findings
}

function checkContent(node: UnknownRecord, at: JsonPointer): Finding[] {
  const content = own(node, 'content')
  if (!isRecord(content) || Object.keys(content).length === 1) return []
  const message = `content: expected one media type, found ${Object.keys(content).length}`
  return [documentFinding('document/contradiction', 'warning', pointerTo(at, 'content'), message)]
}

/** 3.2 OAuth Flow Object: what each flow must say. */
const FLOWS: Readonly<Record<string, readonly string[]>> = {
  implicit: ['authorizationUrl', 'scopes'],
  password: ['tokenUrl', 'scopes'],
  clientCredentials: ['tokenUrl', 'scopes'],
  authorizationCode: ['authorizationUrl', 'tokenUrl', 'scopes'],
  deviceAuthorization: ['deviceAuthorizationUrl', 'tokenUrl', 'scopes'],
}

function checkScheme(node: UnknownRecord, at: JsonPointer): Finding[] {
  const type = own(node, 'type')
  const needed = type === 'oauth2' ? 'flows' : type === 'openIdConnect' ? 'openIdConnectUrl' : undefined
  if (needed !== undefined && !Object.hasOwn(node, needed))
    return [missing(at, `Security Scheme Object: \`${needed}\` is missing beside \`type: ${String(type)}\``)]
  const flows = own(node, 'flows')
  if (!isRecord(flows)) return []
  return Object.entries(FLOWS).flatMap(([name, fields]) => {
    const flow = own(flows, name)
    if (!isRecord(flow)) return []
    return fields
      .filter((field) => !Object.hasOwn(flow, field))
      .map((field) => missing(pointerTo(at, 'flows', name), `OAuth Flow Object: \`${field}\` is missing`))
  })
}

/** 3.0.4 Server Object: variables that are named in `url` are described. */
function checkServer(node: UnknownRecord, at: JsonPointer): Finding[] {
  const [url, variables] = [own(node, 'url'), own(node, 'variables')]
  const named =
    typeof url === 'string' ? [...new Set([...url.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name))] : []
  const unknown = named.filter((name) => !isRecord(variables) || !Object.hasOwn(variables, name))
  if (unknown.length === 0) return []
  const names = unknown.map((name) => `{${name}}`).join(', ')
  return [missing(at, `Server Object: ${names} of its \`url\` is missing in \`variables\``)]
}

function checkVariable(node: UnknownRecord, at: JsonPointer): Finding[] {
  const allowed = own(node, 'enum')
  if (!Array.isArray(allowed) || (allowed.length > 0 && allowed.includes(own(node, 'default')))) return []
  const [place, message] =
    allowed.length === 0
      ? (['enum', 'enum: expected at least one value, found none'] as const)
      : (['default', `default: expected one of the \`enum\`, found ${describeValue(own(node, 'default'))}`] as const)
  return [documentFinding('document/contradiction', 'warning', pointerTo(at, place), message)]
}

/** 3.0.4 Components Object: names without blanks and slashes. */
function checkNames(node: UnknownRecord, at: JsonPointer): Finding[] {
  return Object.entries(node).flatMap(([field, map]) =>
    field.startsWith('x-') || !isRecord(map)
      ? []
      : Object.keys(map)
          .filter((name) => !/^[\w.-]+$/.test(name))
          .map((name) => {
            const message = `${describeValue(name)}: expected a name of letters, digits, '.', '-' and '_'`
            return documentFinding('document/wrong-type', 'warning', pointerTo(at, field, name), message)
          }),
  )
}

function checkPeople(node: UnknownRecord, at: JsonPointer): Finding[] {
  const findings = ['contact', 'license'].flatMap((field) => {
    const about = own(node, field)
    if (!isRecord(about)) return []
    return Object.entries(about)
      .filter(([name, value]) => !name.startsWith('x-') && typeof value !== 'string')
      .map(([name, value]) => {
        const message = `${name}: expected a string, found ${describeValue(value, 40)}`
        return documentFinding('document/wrong-type', 'warning', pointerTo(at, field, name), message)
      })
  })
  const license = own(node, 'license')
  if (isRecord(license) && !Object.hasOwn(license, 'name'))
    findings.push(missing(pointerTo(at, 'license'), 'License Object: `name` is missing'))
  return findings
}

function checkRoot(node: UnknownRecord, at: JsonPointer): Finding[] {
  const findings = checkTags(own(node, 'tags'), pointerTo(at, 'tags'))
  const self = own(node, '$self')
  if (typeof self === 'string' && self.includes('#')) {
    const message = `$self: expected a URI without a fragment, found ${describeValue(self)}`
    findings.push(documentFinding('document/contradiction', 'warning', pointerTo(at, '$self'), message))
  }
  return findings
}
