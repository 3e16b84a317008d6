import { toolError, type ToolError } from './tool-error.js'

/** What the operating system and Node's network say by a code, as a person would say it. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOSPC: 'no space is left on the device',
  ECONNREFUSED: 'nothing listens at that address',
  ENOTFOUND: 'there is no host of that name',
  EAI_AGAIN: 'the host name cannot be looked up at the moment',
  EADDRNOTAVAIL: 'this machine has no such address',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'there is no route to the network of the host',
  ETIMEDOUT: 'the host does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'the host does not answer',
  ECONNRESET: 'the connection was lost',
  EPIPE: 'the connection was lost',
  UND_ERR_SOCKET: 'the connection was lost',
  HPE_INVALID_CONSTANT: 'the answer is not HTTP',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS; did you mean http://?',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS; did you mean http://?',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not trusted (add it with NODE_EXTRA_CA_CERTS)',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted (add it with NODE_EXTRA_CA_CERTS)',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted (add it with NODE_EXTRA_CA_CERTS)',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is not trusted (add it with NODE_EXTRA_CA_CERTS)',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  Z_DATA_ERROR: 'the answer is not in the Content-Encoding that it names',
  Z_BUF_ERROR: 'the answer is not in the Content-Encoding that it names',
}

/** In words and with the code; of several tries, the first one's. Never throws. */
export function describeSystemError(error: unknown): string {
  for (const each of causes(error)) {
    const code = 'code' in each && typeof each.code === 'string' ? each.code : undefined
    const reason = code === undefined ? undefined : REASONS[code]
    if (reason !== undefined) return `${reason} (${code})`
  }
  const last = causes(error).at(-1)
  return last ? last.message : String(error)
}

/** What stopped us when the process, or the whole machine, has as many files open as it may; undefined for other errors. */
export function tooManyFiles(error: unknown): ToolError | undefined {
  const found = causes(error).find((each) => 'code' in each && (each.code === 'EMFILE' || each.code === 'ENFILE'))
  return found && toolError('TOO_MANY_FILES', { reason: found.message }, { cause: error })
}

/** The error, what it was caused by, and so on: `fetch failed` says why one level below. */
function causes(error: unknown): readonly Error[] {
  const found: Error[] = []
  for (let each = error; each instanceof Error && found.length < 10; each = each.cause) {
    found.push(each)
    if (each instanceof AggregateError) found.push(...each.errors.slice(0, 10).filter((one) => one instanceof Error))
  }
  return found
}
