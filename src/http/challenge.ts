import { capitalised } from '../base/text.js'
import type { SecurityScheme } from '../model/api-model.js'

/** Why a challenge is sent; 'missing' says no more than that credentials are wanted (RFC 6750 3.1). */
export type ChallengeReason = 'missing' | 'invalid_token' | 'insufficient_scope'

/** RFC 9110 11.5 wants a realm to be the server's own word; one is enough here. */
const REALM = 'realm="api"'

/** A value for WWW-Authenticate (RFC 9110 11.6.1); undefined for schemes that nobody can be asked to satisfy. */
export function writeChallenge(
  scheme: SecurityScheme,
  scopes: readonly string[],
  reason: ChallengeReason,
): string | undefined {
  switch (scheme.kind) {
    case 'apiKey':
      // There is no registered scheme for API keys; a 401 needs a challenge all the same.
      return `ApiKey ${REALM}, in=${quote(scheme.in)}, name=${quote(scheme.name)}`
    case 'http':
      return writeHttpChallenge(scheme.scheme, scopes, reason)
    case 'oauth2':
    case 'openIdConnect':
      return writeHttpChallenge('bearer', scopes, reason)
    case 'mutualTLS':
    case 'unknown':
      return undefined
  }
}

function writeHttpChallenge(scheme: string, scopes: readonly string[], reason: ChallengeReason): string | undefined {
  switch (scheme) {
    case 'basic':
      // RFC 7617 2.1
      return `Basic ${REALM}, charset="UTF-8"`
    case 'bearer':
      return writeBearerChallenge(scopes, reason)
    case 'digest':
      // RFC 7616 3.3: nonce and qop are required. The digest is not verified, so the nonce guards nothing.
      return `Digest ${REALM}, qop="auth", algorithm=SHA-256, nonce="bG9ja3N0ZXA="`
    case 'negotiate':
    case 'ntlm':
      return scheme === 'ntlm' ? 'NTLM' : 'Negotiate'
    default:
      return /^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(scheme) ? `${capitalised(scheme)} ${REALM}` : `Bearer ${REALM}`
  }
}

/** RFC 6750 3: `scope` says what would be enough, `error` only that something was sent. */
function writeBearerChallenge(scopes: readonly string[], reason: ChallengeReason): string {
  const error = reason === 'missing' ? '' : `, error="${reason}"`
  const scope = scopes.length === 0 ? '' : `, scope=${quote(scopes.join(' '))}`
  return `Bearer ${REALM}${error}${scope}`
}

/** A quoted string (RFC 9110 5.6.4); characters that may not stand in a header are left out. */
function quote(text: string): string {
  return `"${text.replace(/[^\x20-\x7e]/g, '').replace(/["\\]/g, '\\$&')}"`
}
