import type { Finding } from '../base/finding.js'
import type { Soon } from '../base/soon.js'
import type { Operation, ParameterIn } from '../model/api-model.js'

/** Names in lower case, as `node:http` gives them. */
export type HeaderMap = Readonly<Record<string, string | readonly string[] | undefined>>

/** What a server adapter must offer; nothing here knows Express or sockets. */
export interface HttpRequest {
  readonly method: string
  /** Without the query, still encoded; begins with '/'. */
  readonly path: string
  /** What the client wrote before the path, which is not the document's: where a router is mounted, a session in the URL. */
  readonly mount?: string
  /** Without '?', still encoded; '' when there is none. */
  readonly query: string
  readonly headers: HeaderMap
  /** As sent, after any Content-Encoding is undone; empty when there is none, or none that could be taken. */
  readonly body: Uint8Array
  /** Set where a body was sent that the adapter could not take. */
  readonly unread?: UnreadBody
  /** The peer's address, where an adapter was asked for it. */
  readonly remoteAddress?: string
}

export interface UnreadBody {
  readonly status: 400 | 413 | 415
  readonly rule: 'request/size' | 'request/content-encoding'
  readonly message: string
  /** What the refusal says besides. */
  readonly headers?: HeaderMap
}

export interface HttpResponse {
  readonly status: number
  /** Names in lower case. Set-Cookie may be a list. */
  readonly headers: HeaderMap
  /** Text is sent as UTF-8; '' for no body. */
  readonly body: string | Uint8Array
  /** What the adapter shall do to the connection in place of answering, or, with 'truncate', half-way through. */
  readonly fault?: 'reset' | 'empty' | 'truncate'
  /** Sent instead of a body, as it comes. An adapter that stops reading returns the iterator. */
  readonly stream?: AsyncIterable<string>
}

/** Never rejects. */
export type HttpHandler = (request: HttpRequest) => Promise<HttpResponse>

/** The same, at once where nothing is waited for. */
export type PromptHandler = (request: HttpRequest) => Soon<HttpResponse>

export type Match =
  | {
      readonly kind: 'found'
      readonly operation: Operation
      readonly pathValues: PathValues
      readonly basePath: string
    }
  /** The path is known, the method is not. `allowed` holds derived methods (HEAD, OPTIONS) too. */
  | { readonly kind: 'wrong-method'; readonly allowed: readonly string[]; readonly path: string }
  | { readonly kind: 'no-path'; readonly near: readonly string[] }

/** Parameter name → the text that stood in the path, still encoded. */
export type PathValues = ReadonlyMap<string, string>

/** Decoded parameters: own properties only, made without a prototype. Defaults are filled in. */
export type ParameterValues = Readonly<Record<ParameterIn, Readonly<Record<string, unknown>>>>

export const NO_PARAMETERS: ParameterValues = { path: {}, query: {}, querystring: {}, header: {}, cookie: {} }

export interface Decoded {
  readonly params: ParameterValues
  /** Undefined when no body was sent. */
  readonly body: unknown
  /** The declared media type that the body was read as. */
  readonly mediaType: string | undefined
  /** Everything that could not be read; schemas are checked elsewhere. */
  readonly findings: readonly Finding[]
}

export type Access =
  | { readonly kind: 'granted'; readonly principal: Principal | undefined }
  | {
      readonly kind: 'denied'
      readonly status: 401 | 403
      /** Values for WWW-Authenticate (RFC 9110 11.6.1). */
      readonly challenges: readonly string[]
      readonly findings: readonly Finding[]
    }

/** Who calls, as far as a mock can know. */
export interface Principal {
  /** The persona's name, or the scheme's id for unnamed credentials. */
  readonly name: string
  readonly permissions: ReadonlySet<string> | 'all'
}
