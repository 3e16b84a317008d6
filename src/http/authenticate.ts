import type { Finding } from '../base/finding.js'
import { pointerTo, ROOT, type JsonPointer } from '../base/json-pointer.js'
import { capitalised } from '../base/text.js'
import type { Operation, SecurityRequirement, SecurityScheme } from '../model/api-model.js'
import { writeChallenge, type ChallengeReason } from './challenge.js'
import type { Access, Principal } from './exchange.js'
import { digestUser, readCredentials, UNCHECKED, type CredentialsSource } from './read-credentials.js'

/** A caller that is known by what it presents. */
export interface Credential {
  readonly name: string
  /** Bearer token, API key, or 'user:password' for basic. */
  readonly token: string
  /** Scopes and permissions; 'all' for everything. */
  readonly permissions: readonly string[] | 'all'
}

export interface AuthenticateOptions {
  /** Without them any credentials of the right form will do, and have every permission. */
  readonly personas?: readonly Credential[]
  /** What the operation needs beside its declared scopes; the caller must then be somebody, also where nothing is declared. */
  readonly permissions?: readonly string[]
}

/** How one alternative of an operation's security turned out. */
type Outcome =
  | { readonly kind: 'granted'; readonly principal: Principal | undefined }
  | { readonly kind: 'missing'; readonly scheme: SecurityScheme }
  | { readonly kind: 'stranger'; readonly scheme: SecurityScheme }
  | { readonly kind: 'lacking'; readonly principal: Principal; readonly lacking: readonly string[] }

const GRANTED: Access = { kind: 'granted', principal: undefined }

/**
 * Whether a request may call an operation (OpenAPI 3.0.4 Security Requirement Object: alternatives, each of them all of
 * its schemes). Presence and form are checked, and who it is where personas are given; never a signature.
 */
export function authenticate(
  operation: Operation,
  request: CredentialsSource,
  { personas, permissions = [] }: AuthenticateOptions = {},
): Access {
  const alternatives = alternativesOf(operation, permissions)
  if (alternatives.length === 0) return GRANTED
  const known = personas && personasByToken(personas)
  const outcomes = alternatives.map((each) => tryAlternative(each, request, known, permissions))
  const granted = outcomes.find((outcome) => outcome.kind === 'granted')
  if (granted) return granted
  if (permissions.length === 0 && operation.security.some(isAnonymous)) return GRANTED
  const lacking = outcomes.find((outcome) => outcome.kind === 'lacking')
  return lacking
    ? forbid(operation, alternatives, lacking, permissions)
    : refuse(operation, alternatives, outcomes, request)
}

/** Those that say who calls: anonymity is the last resort, so that a caller who is known is known. */
function alternativesOf({ security }: Operation, permissions: readonly string[]): readonly SecurityRequirement[] {
  const named = security.some(isAnonymous) ? security.filter((each) => !isAnonymous(each)) : security
  return named.length === 0 && permissions.length > 0 ? UNDECLARED : named
}

function isAnonymous({ schemes }: SecurityRequirement): boolean {
  return schemes.length === 0
}

/** Permissions without a declared scheme: a bearer token is what a mock's caller most likely has. */
const UNDECLARED: readonly SecurityRequirement[] = [
  { schemes: [{ scheme: { kind: 'http', id: 'bearer', scheme: 'bearer', at: ROOT }, scopes: [] }] },
]

type Personas = ReadonlyMap<string, Credential>

const byTokenOf = new WeakMap<readonly Credential[], Personas>()

function personasByToken(personas: readonly Credential[]): Personas {
  let byToken = byTokenOf.get(personas)
  if (!byToken) {
    // Of two with the same token the first counts.
    byToken = new Map([...personas].reverse().map((persona) => [persona.token, persona]))
    byTokenOf.set(personas, byToken)
  }
  return byToken
}

/** All schemes must be presented. A persona has one token, so one of them tells who it is, and must. */
function tryAlternative(
  { schemes }: SecurityRequirement,
  request: CredentialsSource,
  personas: Personas | undefined,
  permissions: readonly string[],
): Outcome {
  let principal: Principal | undefined
  let stranger: SecurityScheme | undefined
  for (const { scheme } of schemes) {
    const credentials = readCredentials(scheme, request)
    if (credentials === undefined) return { kind: 'missing', scheme }
    if (credentials === UNCHECKED || principal) continue
    principal = identify(scheme, credentials, personas)
    if (!principal) stranger ??= scheme
  }
  if (!principal) return stranger ? { kind: 'stranger', scheme: stranger } : { kind: 'granted', principal }
  const wanted = [...schemes.flatMap(({ scopes }) => scopes), ...permissions]
  const lacking = lackingOf(principal, wanted)
  return lacking.length > 0
    ? { kind: 'lacking', principal, lacking: [...new Set(lacking)] }
    : { kind: 'granted', principal }
}

function identify(scheme: SecurityScheme, credentials: string, personas: Personas | undefined): Principal | undefined {
  if (!personas) return { name: scheme.id, permissions: 'all' }
  const persona = personas.get(credentials) ?? personaBehind(scheme, credentials, personas)
  return persona && principalOf(persona)
}

/** Where the token stands among other words. */
function personaBehind(scheme: SecurityScheme, credentials: string, personas: Personas): Credential | undefined {
  // An API key in Authorization is often 'Token abc' or 'Bearer abc'.
  if (scheme.kind === 'apiKey') return personas.get(credentials.replace(/^\S+[ \t]+/, ''))
  if (scheme.kind !== 'http' || scheme.scheme !== 'digest') return undefined
  // RFC 7616 3.4: the password cannot be seen, and the name is what there is.
  const user = digestUser(credentials)
  return [...personas.values()].find(({ token }) => token === user || token.startsWith(`${user}:`))
}

const principals = new WeakMap<Credential, Principal>()

function principalOf(persona: Credential): Principal {
  let principal = principals.get(persona)
  if (!principal) {
    const { name, permissions } = persona
    principal = { name, permissions: permissions === 'all' ? 'all' : new Set(permissions) }
    principals.set(persona, principal)
  }
  return principal
}

function lackingOf({ permissions }: Principal, wanted: readonly string[]): readonly string[] {
  return permissions === 'all' ? [] : wanted.filter((each) => !permissions.has(each))
}

/** RFC 9110 15.5.4: the caller is known, and asking again with the same credentials will not help. */
function forbid(
  operation: Operation,
  alternatives: readonly SecurityRequirement[],
  { principal, lacking }: Outcome & { kind: 'lacking' },
  permissions: readonly string[],
): Access {
  const finding: Finding = {
    rule: 'request/permission',
    severity: 'error',
    blame: 'client',
    message: `${principal.name} lacks ${lacking.join(', ')}`,
    where: { side: 'request', in: 'security', name: firstScheme(alternatives) },
    spec: securityAt(operation),
  }
  const challenges = listChallenges(alternatives, 'insufficient_scope', permissions).filter((text) =>
    text.includes('error='),
  )
  return { kind: 'denied', status: 403, challenges, findings: [finding] }
}

function refuse(
  operation: Operation,
  alternatives: readonly SecurityRequirement[],
  outcomes: readonly Outcome[],
  request: CredentialsSource,
): Access {
  const stranger = outcomes.find((outcome) => outcome.kind === 'stranger')
  const missing = outcomes.find((outcome) => outcome.kind === 'missing')
  const wanted = alternatives.map(({ schemes }) => schemes.map(({ scheme }) => describeScheme(scheme)).join(' and '))
  const finding: Finding = {
    rule: 'request/credentials',
    severity: 'error',
    blame: 'client',
    message: `credentials: expected ${wanted.join(', or ')}, got ${stranger ? 'some that belong to nobody known here' : describePresented(alternatives, request)}`,
    where: { side: 'request', in: 'security', name: (stranger ?? missing)?.scheme.id ?? firstScheme(alternatives) },
    spec: securityAt(operation),
  }
  const challenges = listChallenges(alternatives, stranger ? 'invalid_token' : 'missing', [])
  return { kind: 'denied', status: 401, challenges, findings: [finding] }
}

/** Which of them came, but not with all that belongs to it; never what was sent. */
function describePresented(alternatives: readonly SecurityRequirement[], request: CredentialsSource): string {
  const ids = alternatives.flatMap(({ schemes }) =>
    schemes.flatMap(({ scheme }) => {
      const credentials = readCredentials(scheme, request)
      return credentials === undefined || credentials === UNCHECKED ? [] : [scheme.id]
    }),
  )
  if (ids.length > 0) return `${[...new Set(ids)].join(' and ')} alone`
  return Object.hasOwn(request.headers, 'authorization') ? 'an Authorization header of another form' : 'none'
}

function listChallenges(
  alternatives: readonly SecurityRequirement[],
  reason: ChallengeReason,
  permissions: readonly string[],
): string[] {
  const texts = alternatives.flatMap(({ schemes }) =>
    schemes.map(({ scheme, scopes }) => writeChallenge(scheme, [...new Set([...scopes, ...permissions])], reason)),
  )
  return [...new Set(texts.filter((text) => text !== undefined))]
}

function firstScheme(alternatives: readonly SecurityRequirement[]): string {
  return alternatives[0]?.schemes[0]?.scheme.id ?? ''
}

/** Where the requirement stands: with the operation, or at the root for all. */
function securityAt({ source, at }: Operation): JsonPointer {
  return pointerTo(Array.isArray(source['security']) ? at : ROOT, 'security')
}

/** What to send, in words; never what was sent. */
function describeScheme(scheme: SecurityScheme): string {
  switch (scheme.kind) {
    case 'apiKey':
      return `${scheme.id} (${scheme.in} ${scheme.name})`
    case 'http':
      return `${scheme.id} (Authorization: ${capitalised(scheme.scheme)} …)`
    case 'oauth2':
    case 'openIdConnect':
      return `${scheme.id} (Authorization: Bearer …)`
    case 'mutualTLS':
    case 'unknown':
      return scheme.id
  }
}
