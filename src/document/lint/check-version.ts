import { documentFinding } from '../../base/document-finding.js'
import type { Finding } from '../../base/finding.js'
import type { UnknownRecord } from '../../base/json.js'
import { pointerTo } from '../../base/json-pointer.js'
import type { DeclaredVersion } from '../api-document.js'
import type { ObjectKind } from '../openapi-shapes.js'
import type { Site } from '../walk-document.js'

/** From which version to which a field is known, and what says the same in the others. */
interface Era {
  readonly from?: DeclaredVersion
  readonly to?: DeclaredVersion
  readonly instead?: string
}

const SINCE_3: Era = { from: '3.0' }
const SINCE_3_1: Era = { from: '3.1' }
const SINCE_3_2: Era = { from: '3.2' }

function only2(instead: string): Era {
  return { to: '2.0', instead }
}

function since3(instead: string): Era {
  return { from: '3.0', instead }
}

/** Fields that not every version has; those that are honoured in all of them, or reported elsewhere, are left out. */
const ERAS: { readonly [kind in ObjectKind]?: Readonly<Record<string, Era>> } = {
  openapi: {
    components: since3('`definitions`, `parameters`, `responses` and `securityDefinitions`'),
    servers: since3('`host`, `basePath` and `schemes`'),
    webhooks: SINCE_3_1,
    jsonSchemaDialect: SINCE_3_1,
    $self: SINCE_3_2,
    host: only2('`servers`'),
    basePath: only2('`servers`'),
    schemes: only2('`servers`'),
    consumes: only2('`content` of each request body'),
    produces: only2('`content` of each response'),
    definitions: only2('`components.schemas`'),
    parameters: only2('`components.parameters`'),
    responses: only2('`components.responses`'),
    securityDefinitions: only2('`components.securitySchemes`'),
  },
  components: { pathItems: SINCE_3_1, mediaTypes: SINCE_3_2 },
  pathItem: { servers: SINCE_3, trace: SINCE_3, additionalOperations: SINCE_3_2 },
  operation: {
    requestBody: since3('a parameter with `in: body`'),
    callbacks: SINCE_3,
    servers: SINCE_3,
    consumes: only2('`content` of the request body'),
    produces: only2('`content` of each response'),
    schemes: only2('`servers`'),
  },
  parameter: {
    content: SINCE_3,
    style: since3('`collectionFormat`'),
    explode: since3('`collectionFormat`'),
    collectionFormat: only2('`style` and `explode`'),
  },
  response: {
    content: since3('`schema`'),
    links: SINCE_3,
    schema: only2('`content`'),
    examples: only2('`content`'),
  },
  schema: {
    oneOf: SINCE_3,
    anyOf: SINCE_3,
    not: SINCE_3,
    writeOnly: SINCE_3,
    nullable: { from: '3.0', to: '3.0', instead: 'the type `null` (from 3.1 on) or `x-nullable` (in 2.0)' },
    const: SINCE_3_1,
    if: SINCE_3_1,
    patternProperties: SINCE_3_1,
    propertyNames: SINCE_3_1,
    contains: SINCE_3_1,
    prefixItems: SINCE_3_1,
    dependentSchemas: SINCE_3_1,
    dependentRequired: SINCE_3_1,
    unevaluatedProperties: SINCE_3_1,
    unevaluatedItems: SINCE_3_1,
  },
}

/** Fields of another version, which nobody reads; in schemas they are hints, for there each could be a note of the author's. */
export function checkVersion({ kind, at }: Site, node: UnknownRecord, declared: DeclaredVersion): Finding[] {
  const eras = ERAS[kind]
  if (!eras) return []
  return Object.keys(node).flatMap((name) => {
    const era = Object.hasOwn(eras, name) ? eras[name] : undefined
    if (!era || isKnown(era, declared)) return []
    const severity = kind === 'schema' ? 'hint' : 'warning'
    const message = `${name}: expected a field of OpenAPI ${declared}, found one of ${describeEra(era)}; it means nothing here`
    const remedy = era.instead === undefined ? undefined : `Write ${era.instead} instead.`
    return [documentFinding('document/other-version', severity, pointerTo(at, name), message, remedy)]
  })
}

const ORDER: readonly DeclaredVersion[] = ['2.0', '3.0', '3.1', '3.2']

function isKnown({ from = '2.0', to = '3.2' }: Era, declared: DeclaredVersion): boolean {
  const place = ORDER.indexOf(declared)
  return place >= ORDER.indexOf(from) && place <= ORDER.indexOf(to)
}

function describeEra({ from, to }: Era): string {
  if (from === undefined) return to ?? ''
  return from === to ? from : `${from} and later`
}
