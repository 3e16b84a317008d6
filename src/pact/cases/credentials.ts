import { capitalised } from '../../base/text.js'
import { httpCredentials, wantedSchemes } from '../../http/write-credentials.js'
import type { Operation, SecurityScheme } from '../../model/api-model.js'
import type { CallerRole } from '../provider-state.js'
import type { CaseState, Credential } from './case.js'

/** What stands in the pact where a token is put in; nobody's secret. */
const PLACEHOLDER_TOKEN = 'token'
const PLACEHOLDER_USER = 'user:password'

export interface Access {
  readonly credentials: readonly Credential[]
  /** None where the operation is open to all. */
  readonly states: readonly CaseState[]
}

/** Credentials of the first alternative that says who calls, and the state in which they are somebody's. */
export function accessOf(operation: Operation, role: CallerRole): Access {
  const schemes = schemesOf(operation)
  const credentials = schemes.map((scheme, index) =>
    credentialFor(scheme, index === 0 ? 'token' : `token_${scheme.id}`),
  )
  const known = credentials.filter((each) => each !== undefined)
  if (known.length === 0) return { credentials: [], states: [] }
  const params = { kind: 'caller', role, schemes: schemes.map(({ id }) => id) } as const
  return { credentials: known, states: [{ params, collection: undefined }] }
}

/** Any text is a key: a scheme that wants the same header, Authorization, has a form of its own. */
function isAlone(scheme: SecurityScheme, all: readonly SecurityScheme[]): boolean {
  if (scheme.kind !== 'apiKey' || scheme.in !== 'header' || scheme.name.toLowerCase() !== 'authorization') return true
  return !all.some(({ kind }) => kind === 'http' || kind === 'oauth2' || kind === 'openIdConnect')
}

/** True when every alternative wants credentials that can be sent. */
export function demandsCredentials({ security }: Operation): boolean {
  return (
    security.length > 0 &&
    security.every(({ schemes }) => schemes.some((each) => credentialFor(each.scheme, 'token') !== undefined))
  )
}

function schemesOf({ security }: Operation): readonly SecurityScheme[] {
  const schemes = wantedSchemes(security)
  return schemes.filter((scheme) => isAlone(scheme, schemes))
}

function credentialFor(scheme: SecurityScheme, value: string): Credential | undefined {
  switch (scheme.kind) {
    case 'apiKey':
      return { in: scheme.in, name: scheme.name, expression: `\${${value}}` }
    case 'http':
      return { in: 'header', name: 'Authorization', expression: `${capitalised(scheme.scheme)} \${${value}}` }
    case 'oauth2':
    case 'openIdConnect':
      return { in: 'header', name: 'Authorization', expression: `Bearer \${${value}}` }
    case 'mutualTLS':
    case 'unknown':
      return undefined
  }
}

/** As it stands in the pact, in the form that the scheme has. */
export function writtenCredential({ expression }: Credential): string {
  const scheme = /^\w+(?= )/.exec(expression)?.[0].toLowerCase() ?? ''
  const token = httpCredentials(scheme, scheme === 'basic' ? PLACEHOLDER_USER : PLACEHOLDER_TOKEN)
  return expression.replace(/\$\{[^}]*\}/, () => token)
}
