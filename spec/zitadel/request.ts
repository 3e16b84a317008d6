/** A request as the API's own code gets it, and the checks that come before that code, in the order of the service. */
import type { Behaviour, Call, JsonObject, Operation, Problem, Reply, Schema, World } from 'lockstep/mock'
import { brokenRule } from './broken-rule.js'
import { enumName, fieldKind, plainSchema } from './field-kind.js'
import { readInteger, readMessage } from './read-message.js'
import { because, gatewayRefuses, plain } from './status.js'

export interface Request {
  /** The method's name without its service. */
  readonly name: string
  readonly path: Readonly<Record<string, string>>
  readonly message: JsonObject
  readonly query: URLSearchParams
  readonly call: Call
}

/** What the gateway makes of a request before the service hears of it; what it can't read, it refuses itself. */
export function readRequest(call: Call): Request | Problem {
  const parameters = pathSchemas(call.operation)
  const schema = bodySchema(call.operation)
  const reading = call.operation.body
    ? readMessage(call.request.body, schema, parameters)
    : { kind: 'message' as const, message: {} }
  if (reading.kind === 'unreadable') return gatewayRefuses(400, 3, reading.reason)
  const path: Record<string, string> = {}
  for (const [name, parameter] of parameters) {
    const text = call.params.path[name]
    if (typeof text !== 'string') return gatewayRefuses(400, 3, 'malformed path escape')
    const value = readParameter(text, parameter)
    if (value === undefined) return mismatch(name, text, parameter)
    path[name] = value
  }
  const query = new URLSearchParams(call.request.query)
  return { name: methodName(call.operation), path, message: reading.message, query, call }
}

/** A behaviour whose request has been read and keeps the rules of its message. */
export function method(run: (request: Request, world: World) => Reply): Behaviour {
  return (call, world) => {
    const request = readRequest(call)
    if (isProblem(request)) return request
    const reply = brokenParameter(request) ?? brokenBody(request) ?? run(request, world)
    return isProblem(reply) && reply.status === 400 ? because(reply, call.findings) : reply
  }
}

export function isProblem(value: Request | Problem | Reply): value is Problem {
  return 'kind' in value && value.kind === 'problem'
}

function brokenBody({ name, message, call }: Request): Problem | undefined {
  const schema = bodySchema(call.operation)
  return schema && brokenRule(name, message, schema)
}

function brokenParameter({ name, path, call }: Request): Problem | undefined {
  for (const [parameter, schema] of pathSchemas(call.operation)) {
    const value = path[parameter] ?? ''
    const max = schema.node.maxLength
    if (typeof max === 'number' && Array.from(value).length > max) {
      return plain(
        'INVALID_ARGUMENT',
        `invalid ${name}Request.${parameter}: value length must be between 1 and ${max} runes, inclusive`,
      )
    }
  }
  return undefined
}

/** Enums are taken by name and by number. */
function readParameter(text: string, schema: Schema): string | undefined {
  const kind = fieldKind(schema)
  if (kind === 'enum') {
    return enumName(schema, text) ?? (/^-?[0-9]{1,9}$/.test(text) ? enumName(schema, Number(text)) : undefined)
  }
  return kind === 'uint64' ? readInteger(text, 18446744073709551615n)?.toString() : text
}

function mismatch(name: string, text: string, schema: Schema): Problem {
  const error = fieldKind(schema) === 'enum' ? `${text} is not valid` : `parsing "${text}": invalid syntax`
  return gatewayRefuses(400, 3, `type mismatch, parameter: ${snakeCase(name)}, error: ${error}`)
}

function bodySchema(operation: Operation): Schema | undefined {
  return operation.body?.content[0]?.schema
}

function pathSchemas(operation: Operation): ReadonlyMap<string, Schema> {
  const schemas = new Map<string, Schema>()
  for (const { name, in: place, schema } of operation.parameters) {
    if (place === 'path' && schema) schemas.set(name, plainSchema(schema))
  }
  return schemas
}

function methodName(operation: Operation): string {
  return operation.id.replace(/^.*_/, '')
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
