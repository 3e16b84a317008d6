/** The one error shape of the API (google.rpc.Status), its two families, and the headers of every answer. */
import type { Finding, HeaderMap, JsonObject, Problem, Reply } from 'lockstep/mock'

/** gRPC status codes that this API uses, each with the HTTP status that grpc-gateway gives it. */
const CODES = {
  INVALID_ARGUMENT: { code: 3, status: 400 },
  NOT_FOUND: { code: 5, status: 404 },
  ALREADY_EXISTS: { code: 6, status: 409 },
  PERMISSION_DENIED: { code: 7, status: 403 },
  FAILED_PRECONDITION: { code: 9, status: 400 },
  UNAUTHENTICATED: { code: 16, status: 401 },
} as const

export type Code = keyof typeof CODES

/** What is said before the API's own code runs: by the gateway alone. */
const GATEWAY_HEADERS: HeaderMap = { 'content-type': 'application/json' }

/** The gateway passes the gRPC headers on under its own prefix, as well as plainly. */
const SERVICE_HEADERS: HeaderMap = {
  ...GATEWAY_HEADERS,
  'grpcgateway-content-type': 'application/grpc',
  'grpcgateway-cache-control': 'no-store',
  'grpcgateway-pragma': 'no-cache',
  'cache-control': 'no-store',
  expires: '0',
  pragma: 'no-cache',
}

export function done(message: JsonObject): Reply {
  return { kind: 'value', status: 200, value: message, headers: SERVICE_HEADERS }
}

/** A refusal by the gateway, which knows nothing but a code and a message. */
export function gatewayRefuses(status: number, code: number, message: string, headers: HeaderMap = {}): Problem {
  return problem(status, { code, message }, { ...headers, ...GATEWAY_HEADERS })
}

/** A refusal by what stands before the API's own code: a plain status without details. */
export function plain(code: Code, message: string, headers: HeaderMap = {}): Problem {
  return problem(CODES[code].status, { code: CODES[code].code, message }, { ...headers, ...SERVICE_HEADERS })
}

/** A refusal by the API's own code: it has an id, in the message and in the details. */
export function failure(code: Code, id: string, text: string, headers: HeaderMap = {}): Problem {
  const body = {
    code: CODES[code].code,
    message: `${text} (${id})`,
    details: [{ '@type': 'type.googleapis.com/zitadel.v1.ErrorDetail', id, message: text }],
  }
  return problem(CODES[code].status, body, { ...headers, ...SERVICE_HEADERS })
}

/** What was found wrong with the request goes along, for the log and the header that explains it. */
export function because(said: Problem, findings: readonly Finding[]): Problem {
  return findings.length > 0 ? { ...said, findings } : said
}

function problem(status: number, body: { code: number; message: string }, headers: HeaderMap): Problem {
  return { kind: 'problem', status, title: body.message, code: body.code, body, headers }
}
