/** Swagger 2.0 says bodies by parameters, and media types by `consumes` and `produces`; here they become OpenAPI 3's shapes. */
import { own } from '../base/json.js'
import { pointerTo, ROOT, type JsonPointer } from '../base/json-pointer.js'
import type { BodySpec, EncodingSpec, Example, MediaTypeSpec } from './api-model.js'
import { readMediaRange } from './compile-content.js'
import type { DeclaredParameter } from './compile-parameter.js'
import { compileStyle } from './compile-style.js'
import { createFormSchema, type FormField } from './form-schema.js'
import { dataExample } from './compile-example.js'
import { isJsonType, parseMediaType } from './media-type.js'
import {
  booleanMember,
  recordMember,
  reportDocument,
  schemaMember,
  textListMember,
  type Part,
  type Source,
} from './part.js'
import type { Schema } from './schema.js'

const URLENCODED = 'application/x-www-form-urlencoded'
const MULTIPART = 'multipart/form-data'
/** As authors write it who have `in: formData` before their eyes. */
const MISSPELT = 'multipart/formdata'
const UNDECLARED = ['application/json']

interface DeclaredTypes {
  readonly types: readonly string[]
  /** The list they stand in; the operation where there is none. */
  readonly at: JsonPointer
}

/** An operation's own list replaces the root's, also when it is empty (Swagger 2.0 Operation Object). */
function declaredTypes(source: Source, operation: Part, key: 'consumes' | 'produces'): DeclaredTypes {
  const ofOperation = textListMember(source, operation, key)
  if (ofOperation) return { types: ofOperation, at: pointerTo(operation.at, key) }
  const ofRoot = textListMember(source, { node: source.document.root, at: ROOT }, key)
  return ofRoot ? { types: ofRoot, at: pointerTo(ROOT, key) } : { types: [], at: operation.at }
}

export function compileSwaggerBody(
  source: Source,
  operation: Part,
  declared: readonly DeclaredParameter[],
): BodySpec | undefined {
  const body = declared.find((parameter) => parameter.in === 'body')
  const fields = declared.filter((parameter) => parameter.in === 'formData')
  const consumes = declaredTypes(source, operation, 'consumes')
  if (body) {
    reportOthers(source, body, declared)
    const types = [...consumedTypes(consumes), ...contradictingTypes(source, operation, declared)]
    const schema = schemaMember(source, body, 'schema')
    return {
      required: booleanMember(source, body, 'required') ?? false,
      content: mediaTypes(source, { ...consumes, types }, schema, body.at),
      at: body.at,
    }
  }
  return fields.length > 0 ? compileForm(source, operation, fields, consumes) : undefined
}

function consumedTypes({ types }: DeclaredTypes): readonly string[] {
  return types.length > 0 ? types : UNDECLARED
}

/**
 * What a header parameter Content-Type allows, where it allows nothing that `consumes` lists, as in Docker's API: no
 * request could be right by both. Then either is, and the parameter has no say of its own.
 */
export function contradictingTypes(
  source: Source,
  operation: Part,
  declared: readonly DeclaredParameter[],
): readonly string[] {
  const header = declared.find(isContentType)
  if (!header || !declared.some((parameter) => parameter.in === 'body')) return []
  const allowed = own(header.node, 'enum')
  const named = (Array.isArray(allowed) ? allowed : []).filter((type) => typeof type === 'string')
  const consumed = consumedTypes(declaredTypes(source, operation, 'consumes')).map(essenceOf)
  return named.some((type) => consumed.includes(essenceOf(type))) ? [] : named
}

export function isContentType({ in: place, name }: DeclaredParameter): boolean {
  return place === 'header' && name.toLowerCase() === 'content-type'
}

/** Swagger 2.0 Parameter Object: a body has no form beside it. */
function reportOthers(source: Source, body: DeclaredParameter, declared: readonly DeclaredParameter[]): void {
  for (const other of declared) {
    if (other.in !== 'formData') continue
    const message = `${other.in} parameter ${other.name} stands beside body parameter ${body.name}, which counts`
    reportDocument(source, 'document/duplicate-parameter', other.at, message)
  }
}

function compileForm(
  source: Source,
  operation: Part,
  parameters: readonly DeclaredParameter[],
  consumes: DeclaredTypes,
): BodySpec {
  const fields = parameters.map((part): FormField => ({
    name: part.name,
    required: booleanMember(source, part, 'required') ?? false,
    schema: source.schema(part.at),
    file: own(part.node, 'type') === 'file',
    mayBeEmpty: booleanMember(source, part, 'allowEmptyValue'),
    at: part.at,
  }))
  const at = pointerTo(operation.at, 'parameters')
  const types = formTypes(
    consumes.types,
    fields.some(({ file }) => file),
  )
  const encoding = new Map(parameters.map((part) => [part.name, formEncoding(source, part)]))
  const content = mediaTypes(source, { ...consumes, types }, createFormSchema(fields, at), at)
  return {
    required: fields.some(({ required }) => required),
    content: content.map((media) => ({ ...media, encoding })),
    at,
  }
}

/** Types that cannot carry a form are not meant for it; a file is best sent by multipart, whatever else is declared. */
function formTypes(consumes: readonly string[], hasFile: boolean): readonly string[] {
  const forms = consumes
    .filter((type) => isOneOf([MULTIPART, MISSPELT, URLENCODED], type))
    .flatMap((type) => (isOneOf([MISSPELT], type) ? [MULTIPART, type] : [type]))
  if (!hasFile) return forms.length > 0 ? forms : [URLENCODED]
  // Swagger 2.0 Parameter Object: with a file `consumes` is one of them, or both.
  const multipart = forms.filter((type) => isOneOf([MULTIPART], type))
  const others = forms.filter((type) => !multipart.includes(type))
  return [...(multipart.length > 0 ? multipart : [MULTIPART]), ...others]
}

function isOneOf(known: readonly string[], type: string): boolean {
  return known.includes(essenceOf(type) ?? '')
}

function essenceOf(type: string): string | undefined {
  return parseMediaType(type)?.essence
}

function formEncoding(source: Source, part: DeclaredParameter): EncodingSpec {
  const styled = own(part.node, 'type') === 'array'
  return { contentType: undefined, styled, ...compileStyle(source, part, 'query'), headers: [], at: part.at }
}

/** The content of a Swagger 2.0 response: its schema in each of `produces`, and its `examples` by media type. */
export function compileSwaggerContent(source: Source, operation: Part, response: Part): MediaTypeSpec[] {
  const schema = schemaMember(source, response, 'schema')
  const examples = recordMember(source, response, 'examples') ?? {}
  const exampleTypes = Object.keys(examples)
  if (!schema && exampleTypes.length === 0) return []
  const produces = declaredTypes(source, operation, 'produces')
  const known = new Set(produces.types.map((type) => type.toLowerCase()))
  const others = exampleTypes.filter((type) => !known.has(type.toLowerCase()) && parseMediaType(type))
  const declared = produces.types.length > 0 ? produces.types : others.length > 0 ? [] : UNDECLARED
  const all = mediaTypes(source, { ...produces, types: [...declared, ...others] }, schema, response.at)
  return all.map((media) => {
    const key = exampleTypes.find((type) => type.toLowerCase() === media.declared.toLowerCase())
    if (key === undefined) return media
    return {
      ...media,
      examples: [swaggerExample(source, examples[key], media, pointerTo(response.at, 'examples', key))],
    }
  })
}

function mediaTypes(
  source: Source,
  { types, at: listAt }: DeclaredTypes,
  schema: Schema | undefined,
  at: JsonPointer,
): MediaTypeSpec[] {
  return [...new Set(types)].map((declared) => ({
    declared,
    range: readMediaRange(source, declared, listAt),
    schema,
    itemSchema: undefined,
    examples: [],
    encoding: new Map(),
    at,
  }))
}

/** Authors write the text on the wire as well as data; JSON text of an object or list is read, so that it can be checked. */
function swaggerExample(source: Source, value: unknown, { range }: MediaTypeSpec, at: JsonPointer): Example {
  if (typeof value !== 'string') return dataExample(source, '', value, at)
  if (!range || !isJsonType(range)) return { name: '', value, serialized: true, at }
  return { name: '', value: /^\s*[[{]/.test(value) ? parseJson(value) : value, serialized: false, at }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}
