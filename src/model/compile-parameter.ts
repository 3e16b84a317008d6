import { own } from '../base/json.js'
import { pointerTo, type JsonPointer } from '../base/json-pointer.js'
import type { Example, Parameter, ParameterIn } from './api-model.js'
import { compileValue } from './compile-content.js'
import { compileExamples } from './compile-example.js'
import { compileStyle } from './compile-style.js'
import { booleanMember, listMember, readPart, reportDocument, reportWrongType, type Part, type Source } from './part.js'

/** A Parameter Object whose name and place are known: what it says beside them is not yet read. */
export interface DeclaredParameter extends Part {
  readonly name: string
  /** 'body' and 'formData' are Swagger 2.0's. */
  readonly in: ParameterIn | 'body' | 'formData'
}

/** OpenAPI 3.0.4 Parameter Object: header parameters of these names SHALL be ignored. Swagger 2.0 has no such rule. */
const IGNORED_HEADERS = new Set(['accept', 'content-type', 'authorization'])

/** Parameters of the path item, each overridden by the operation's of the same name and place, then the operation's others. */
export function declaredParameters(source: Source, pathItem: readonly Part[], operation: Part): DeclaredParameter[] {
  const byKey = new Map<string, DeclaredParameter>()
  const shared = pathItem.find(({ node }) => own(node, 'parameters') !== undefined)
  for (const part of shared ? [shared, operation] : [operation]) {
    for (const [key, parameter] of readList(source, part)) byKey.set(key, parameter)
  }
  return [...byKey.values()].filter(
    ({ in: place, name }) => source.swagger || place !== 'header' || !IGNORED_HEADERS.has(name.toLowerCase()),
  )
}

function readList(source: Source, part: Part): Map<string, DeclaredParameter> {
  const byKey = new Map<string, DeclaredParameter>()
  listMember(source, part, 'parameters')?.forEach((value, index) => {
    const at = pointerTo(part.at, 'parameters', index)
    const parameter = readParameter(source, value, at)
    if (!parameter) return
    const key = parameterKey(parameter)
    if (!byKey.has(key)) byKey.set(key, parameter)
    else {
      const message = `${parameter.in} parameter ${parameter.name} is declared twice; the first declaration counts`
      reportDocument(source, 'document/duplicate-parameter', at, message)
    }
  })
  return byKey
}

function parameterKey({ in: place, name }: DeclaredParameter): string {
  // Swagger 2.0 Parameter Object: there is one body, whatever it is called.
  if (place === 'body') return place
  // RFC 9110 5.1: field names are case-insensitive; the other places are not.
  return `${place}:${place === 'header' ? name.toLowerCase() : name}`
}

function readParameter(source: Source, value: unknown, at: JsonPointer): DeclaredParameter | undefined {
  const part = readPart(source, value, at, 'parameter')
  if (!part) return undefined
  const name = own(part.node, 'name')
  const place = own(part.node, 'in')
  if (typeof name !== 'string') {
    if (name === undefined) reportDocument(source, 'document/missing-field', part.at, 'a parameter: `name` is missing')
    else reportWrongType(source, pointerTo(part.at, 'name'), 'name of a parameter', 'text', name)
    return undefined
  }
  const known = placesOf(source).find((each) => each === place)
  if (known) return { ...part, name, in: known }
  reportWrongType(
    source,
    pointerTo(part.at, 'in'),
    `in of parameter ${name}`,
    `one of ${placesOf(source).join(', ')}`,
    place,
  )
  return undefined
}

function placesOf(source: Source): readonly DeclaredParameter['in'][] {
  if (source.swagger) return ['path', 'query', 'header', 'formData', 'body']
  return source.document.declared === '3.2'
    ? ['path', 'query', 'header', 'cookie', 'querystring']
    : ['path', 'query', 'header', 'cookie']
}

/** The parameters proper; Swagger 2.0's body is compiled elsewhere. A path parameter must be named by the path, and the reverse. */
export function compileParameters(
  source: Source,
  declared: readonly DeclaredParameter[],
  templateNames: readonly string[],
  operationAt: JsonPointer,
): Parameter[] {
  const parameters: Parameter[] = []
  for (const part of declared) {
    if (part.in === 'body' || part.in === 'formData') continue
    if (part.in === 'path' && !templateNames.includes(part.name)) reportUnused(source, part)
    else parameters.push(compileParameter(source, part, part.in))
  }
  for (const name of new Set(templateNames)) {
    if (parameters.some((parameter) => parameter.in === 'path' && parameter.name === name)) continue
    reportUndeclared(source, name, operationAt)
    parameters.push(undeclaredParameter(name, operationAt))
  }
  return parameters
}

function compileParameter(source: Source, part: DeclaredParameter, place: ParameterIn): Parameter {
  return {
    name: part.name,
    in: place,
    required: (booleanMember(source, part, 'required') ?? false) || place === 'path',
    deprecated: booleanMember(source, part, 'deprecated') ?? false,
    allowEmptyValue: booleanMember(source, part, 'allowEmptyValue'),
    allowReserved: booleanMember(source, part, 'allowReserved') ?? false,
    ...compileStyle(source, part, place),
    ...compileValue(source, part),
    examples: source.swagger ? swaggerExamples(part) : compileExamples(source, part),
    at: part.at,
  }
}

/** Swagger 2.0 has no examples of parameters; authors write them as extensions. */
function swaggerExamples({ node, at }: Part): Example[] {
  const key = own(node, 'x-example') === undefined ? 'example' : 'x-example'
  const value = own(node, key)
  return value === undefined ? [] : [{ name: '', value, serialized: false, at: pointerTo(at, key) }]
}

function undeclaredParameter(name: string, at: JsonPointer): Parameter {
  return {
    name,
    in: 'path',
    required: true,
    deprecated: false,
    allowEmptyValue: undefined,
    allowReserved: false,
    style: 'simple',
    explode: false,
    schema: undefined,
    content: undefined,
    examples: [],
    at,
  }
}

function reportUnused(source: Source, { name, at }: DeclaredParameter): void {
  const message = `path parameter ${name}: expected {${name}} in the path (before any '#'), found none; the parameter is left out`
  reportDocument(source, 'document/path-parameter-unused', at, message)
}

function reportUndeclared(source: Source, name: string, at: JsonPointer): void {
  const message = `path parameter ${name}: expected a declaration under parameters, found none; any text is accepted`
  const remedy = `Declare it: { name: ${name}, in: path, required: true, schema: { type: string } }.`
  reportDocument(source, 'document/path-parameter-undeclared', at, message, remedy)
}
