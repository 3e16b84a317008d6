import { Buffer } from 'node:buffer'
import { type Json, parsedJson } from '../base/json.js'
import type { Random } from '../base/random.js'
import { setOwn } from '../base/json.js'
import { composeRequest } from '../http/compose-request.js'
import type { HttpRequest } from '../http/exchange.js'
import { successResponse } from '../http/select-response.js'
import { isJsonType, parseMediaType } from '../model/media-type.js'
import { LISTED } from '../resources/identity.js'
import type { Case, Credential } from './cases/case.js'
import { writtenCredential } from './cases/credentials.js'
import { pathTo } from './expect/expect-body.js'
import { expectedMedia, expectResponse, type Expectations } from './expect/expect-response.js'
import type { Generator, Generators, Interaction, PactBody, PactRequest } from './pact.js'
import { providerState } from './provider-state.js'

export function writeInteraction(each: Case, expectations: Expectations, random: Random): Interaction {
  const { id, operation, response, why, cause, statuses } = each
  const answer = typeof statuses === 'object' ? statuses.join(' or ') : response.key
  return {
    type: 'Synchronous/HTTP',
    key: id,
    description: `${operation.id} ${why} answers ${answer} (${id})`,
    ...(each.states.length === 0
      ? {}
      : { providerStates: each.states.map(({ params, collection }) => providerState(params, collection)) }),
    comments: {
      testname: id,
      references: { lockstep: { operation: operation.id, response: response.key, cause } },
    },
    request: writeRequest(each),
    response: expectResponse(each, expectations, random.fork(id)),
  }
}

/** While they are put together. */
export interface HeaderGenerators {
  header?: Record<string, Generator>
  query?: Record<string, Generator>
}

function writeRequest(each: Case): PactRequest {
  const { operation, request } = each
  const accept = request.headers?.['accept'] ?? acceptOf(each)
  const composed = composeRequest(operation, {
    ...request,
    headers: { ...(accept === undefined ? {} : { accept }), ...request.headers },
  })
  const headers = headersOf(composed)
  const query = queryOf(composed.query)
  const generators: Generators & { header?: Record<string, Generator>; query?: Record<string, Generator> } = {
    ...pathGenerator(each),
    ...bodyGenerators(each),
  }
  for (const credential of request.credentials) addCredential(credential, headers, query, generators)
  const body = bodyOf(composed)
  return {
    method: composed.method,
    path: composed.path,
    ...(Object.keys(query).length > 0 ? { query } : {}),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...(body ? { body } : {}),
    ...(Object.keys(generators).length > 0 ? { generators } : {}),
  }
}

/** What is wanted of this case and of a success, so that no provider answers 406 instead. */
function acceptOf({ operation, response }: Case): string | undefined {
  const success = successResponse(operation.responses).response
  const types = [success && expectedMedia(success), expectedMedia(response)].flatMap(
    (media) => media?.range?.essence ?? [],
  )
  return types.length > 0 ? [...new Set(types)].join(', ') : undefined
}

function headersOf({ headers }: HttpRequest): Record<string, string[]> {
  const result: Record<string, string[]> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue
    const texts = typeof value === 'string' ? [value] : [...value]
    setOwn(result, titleCase(name), name === 'accept' ? texts.flatMap((text) => text.split(/,\s*/)) : texts)
  }
  return result
}

function titleCase(name: string): string {
  return name.replaceAll(/(^|-)[a-z]/g, (start) => start.toUpperCase())
}

export function queryOf(query: string): Record<string, string[]> {
  const result: Record<string, string[]> = {}
  for (const [name, value] of new URLSearchParams(query.replaceAll('+', '%2B'))) {
    setOwn(result, name, [...(Object.hasOwn(result, name) ? (result[name] ?? []) : []), value])
  }
  return result
}

function pathGenerator({ operation, request }: Case): Generators {
  if (request.carried.size === 0) return {}
  const marks = new Map([...request.carried].map((name, index) => [name, `lockstep-carried-${index}-`]))
  const params = { ...request.params, path: { ...request.params.path, ...Object.fromEntries(marks) } }
  let expression = composeRequest(operation, { ...request, params, body: undefined }).path
  for (const [name, mark] of marks) expression = expression.replace(mark, `\${${name}}`)
  return { path: { type: 'ProviderState', expression, dataType: 'STRING' } }
}

function bodyGenerators({ request }: Case): Generators {
  const entries = (request.carriedInBody ?? []).flatMap(({ at, parameter }): [string, Generator][] => {
    const path = at.reduce<string | undefined>((above, name) => above && stepTo(above, name), '$')
    const isNumber = typeof request.params.path[parameter] === 'number'
    const generator: Generator = {
      type: 'ProviderState',
      expression: `\${${parameter}}`,
      dataType: isNumber ? 'INTEGER' : 'STRING',
    }
    return path === undefined ? [] : [[path, generator]]
  })
  return entries.length > 0 ? { body: Object.fromEntries(entries) } : {}
}

function stepTo(above: string, name: string): string | undefined {
  return name === LISTED ? `${above}[0]` : pathTo(above, name)
}

export function addCredential(
  credential: Credential,
  headers: Record<string, string[]>,
  query: Record<string, string[]>,
  generators: { header?: Record<string, Generator>; query?: Record<string, Generator> },
): void {
  const { name, expression } = credential
  const written = writtenCredential(credential)
  const generator: Generator = { type: 'ProviderState', expression, dataType: 'STRING' }
  const isCarried = expression.includes('${')
  switch (credential.in) {
    case 'header':
      headers[name] = [written]
      if (isCarried) generators.header = { ...generators.header, [name]: generator }
      return
    case 'query':
      query[name] = [written]
      if (isCarried) generators.query = { ...generators.query, [name]: generator }
      return
    case 'cookie': {
      const before = headers['Cookie']?.[0]
      const withBefore = (text: string) => (before === undefined ? '' : `${before}; `) + `${name}=${text}`
      headers['Cookie'] = [withBefore(written)]
      if (isCarried) {
        generators.header = { ...generators.header, Cookie: { ...generator, expression: withBefore(expression) } }
      }
      return
    }
  }
}

export function bodyOf({ headers, body }: HttpRequest): PactBody | undefined {
  if (body.length === 0) return undefined
  const contentType = String(headers['content-type'] ?? 'application/octet-stream')
  const type = parseMediaType(contentType)
  const text = textOf(body)
  const asBytes: PactBody = { content: Buffer.from(body).toString('base64'), contentType, encoded: 'base64' }
  if (text === undefined) return asBytes
  if (!type || !isJsonType(type)) return { content: text, contentType, encoded: false }
  // Verifiers write text under a JSON media type as a JSON string: what is no JSON on purpose must be sent as it is.
  const data = parsed(text)
  return data === undefined ? asBytes : { content: data, contentType, encoded: false }
}

function textOf(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
  } catch {
    return undefined
  }
}

/** Undefined for what is no JSON, and for a bare string, which versions of Pact read differently. */
function parsed(text: string): Json | undefined {
  const value = parsedJson(text) as Json | undefined
  return typeof value === 'string' ? undefined : value
}
