/**
 * A Problem said in an error schema that somebody else designed: members are filled by what their names mean, each value
 * only where its own schema accepts it.
 */
import { own, setOwn } from '../src/base/json.js'
import type { Clock } from '../src/base/clock.js'
import { generateValue } from '../src/generate/generate-value.js'
import { createRandom, type Random } from '../src/base/random.js'
import type { HttpRequest } from '../src/http/exchange.js'
import type { Schema } from '../src/model/schema.js'
import type { Problem } from './behave/behaviour.js'
import { fittingWords } from './error-word.js'
import { grpcCode, grpcCodeName } from './grpc-code.js'
import type { DescribedFinding } from './findings-header.js'

export interface ProblemContext {
  readonly problem: Problem
  readonly request: HttpRequest
  readonly findings: readonly DescribedFinding[]
  readonly clock: Clock
  readonly random: Random
  /** True for one item of a list of findings: its name is the field's, not the error's. */
  readonly isItem?: boolean
  /** A valid example of this very status, to start from. */
  readonly example?: unknown
}

type Members = Record<string, unknown>
/** Candidates for a member of this name, best first. */
type Meaning = (context: ProblemContext, schema: Schema, siblings: ReadonlySet<string>) => readonly unknown[]

const MAX_DEPTH = 4
const MAX_ITEMS = 20

/** Undefined when nothing that fits the schema was found. */
export function fillProblem(schema: Schema, context: ProblemContext): unknown {
  const base = context.example ?? skeleton(schema)
  const filled = fill(schema, base, context, 0)
  if (schema.accepts(filled, 'response')) return filled
  if (schema.accepts(base, 'response')) return base
  const generated = generateValue(schema, {
    direction: 'response',
    random: context.random,
    clock: context.clock,
    mode: 'full',
  })
  return generated.valid ? generated.value : undefined
}

/** What of an error has no meaning for us: the same each time, so that refusing costs no more than answering. */
function skeleton(schema: Schema): unknown {
  if (!skeletons.has(schema)) {
    const random = createRandom(schema.at)
    skeletons.set(schema, generateValue(schema, { direction: 'response', random, mode: 'minimal' }).value)
  }
  return skeletons.get(schema)
}

const skeletons = new WeakMap<Schema, unknown>()

function fill(schema: Schema, base: unknown, context: ProblemContext, depth: number): unknown {
  const properties = propertiesOf(schema)
  if (properties.size === 0) return fillScalar(schema, base, context)
  if (typeof base !== 'object' || base === null || Array.isArray(base)) return base
  const members: Members = {}
  for (const [name, value] of Object.entries(base)) setOwn(members, name, value)
  const names = new Set([...properties.keys()].map(plain))
  for (const [name, property] of properties) {
    const value = memberValue(name, property, own(members, name), context, names, depth)
    if (value !== undefined) setOwn(members, name, value)
  }
  return members
}

/** An error body that is a bare string, or a list of them. */
function fillScalar(schema: Schema, base: unknown, context: ProblemContext): unknown {
  return [detailOf(context), [detailOf(context)]].find((value) => schema.accepts(value, 'response')) ?? base
}

function memberValue(
  name: string,
  schema: Schema,
  base: unknown,
  context: ProblemContext,
  siblings: ReadonlySet<string>,
  depth: number,
): unknown {
  const meaning = MEANINGS.find(([pattern]) => pattern.test(plain(name)))?.[1]
  const known = meaning?.(context, schema, siblings).find(
    (value) => value !== undefined && schema.accepts(value, 'response'),
  )
  if (known !== undefined) return known
  if (depth >= MAX_DEPTH) return base
  const items = itemsOf(schema)
  if (items && isList(name)) {
    const listed = listedFindings(name, context.findings)
    const saysItself = context.findings.length === 0 && !context.isItem && isOnlyWord(name, siblings)
    const itself = saysItself ? [fill(items, skeleton(items), context, depth + 1)] : undefined
    const list = listed.length > 0 ? listOf(items, listed, context, depth) : itself
    if (list !== undefined && schema.accepts(list, 'response')) return list
  }
  if (CONTAINERS.test(plain(name)) && propertiesOf(schema).size > 0) {
    const filled = fill(schema, base ?? skeleton(schema), context, depth + 1)
    if (schema.accepts(filled, 'response')) return filled
  }
  return base
}

/** `{ errors: [{ title }] }`: nothing beside the list tells what is wrong. */
function isOnlyWord(name: string, siblings: ReadonlySet<string>): boolean {
  const tells = /^(message|msg|errormessage|errordescription|description|details?|title|reason|error)$/
  return (
    /^(errors?|errorlist|messages|problems|issues)$/.test(plain(name)) &&
    ![...siblings].some((word) => tells.test(word))
  )
}

/** One item for each finding: its sentence, or an object of the same kind filled for it alone. */
function listOf(
  items: Schema,
  findings: readonly DescribedFinding[],
  context: ProblemContext,
  depth: number,
): unknown[] {
  return findings.slice(0, MAX_ITEMS).map((finding) => {
    if (items.accepts(finding.message, 'response') && propertiesOf(items).size === 0) return finding.message
    const alone: ProblemContext = {
      ...context,
      findings: [finding],
      isItem: true,
      problem: { ...context.problem, detail: finding.message },
    }
    return fill(items, skeleton(items), alone, depth + 1)
  })
}

/** What the state refuses is an error like others, but no fault of a field. */
function listedFindings(name: string, findings: readonly DescribedFinding[]): readonly DescribedFinding[] {
  const isOfErrors = /^(errors?|errorlist|messages|issues|problems)$/.test(plain(name))
  return isOfErrors ? findings : findings.filter(({ rule }) => !rule.startsWith('state/'))
}

const CONTAINERS = /^(error|errors|fault|problem|status|meta|data|result|detail|details|response)$/
const isList = (name: string) =>
  /^(errors?|errorlist|violations|fieldviolations|details?|causes|issues|problems|validationerrors?|messages|invalidparams|invalidfields|fields|fielderrors|suberrors|badrequest)$/.test(
    plain(name),
  )

const MEANINGS: readonly (readonly [RegExp, Meaning])[] = [
  [
    /^(http)?status(code)?$/,
    ({ problem }) => [
      problem.status,
      String(problem.status),
      `${problem.status} ${problem.title}`,
      'error',
      'fail',
      'ERROR',
    ],
  ],
  [/^(error|err|fault|reason|internal)?code$/, (context, schema, siblings) => codes(context, schema, siblings)],
  [
    /^(message|msg|errormessage|errmsg|error_?description|description|detail|details|developermessage|usermessage|localizedmessage|explanation|text|reason|cause|hint|issue|problem)$/,
    (context) => [detailOf(context)],
  ],
  [/^name$/, ({ problem, findings, isItem }) => [...(isItem ? fieldCandidates(findings[0]) : []), problem.title]],
  [
    /^(title|summary|error|errorname|errortitle|statustext|short)$/,
    ({ problem }, schema) => [
      problem.title,
      problem.code,
      ...fittingWords(problem.status, listedIn(schema)),
      ...[slug(problem.title, '_')].flatMap((word) => [word.toUpperCase(), word]),
      true,
    ],
  ],
  [
    /^(type|errortype|kind|category)$/,
    ({ problem }, schema, siblings) => [
      // RFC 9457 4.2.1: a problem that has no type of its own.
      ...(siblings.has('title') && siblings.has('status') ? ['about:blank'] : []),
      problem.code,
      ...fittingWords(problem.status, listedIn(schema)),
      slug(problem.title, '_'),
      slug(problem.title, '_').toUpperCase(),
      'error',
      'about:blank',
      ...enumNear(problem),
    ],
  ],
  [
    /^(instance|path|uri|url|requesturi|resource)$/,
    ({ request, findings, isItem }) => [
      ...(isItem ? fieldCandidates(findings[0]) : []),
      findings.length === 1 ? fieldOf(findings[0]) : undefined,
      request.path,
    ],
  ],
  [
    /^(field|param|parameter|pointer|location|loc|property|key|attribute|source|target|domain)$/,
    ({ findings }) => fieldCandidates(findings[0]),
  ],
  [/^(rule|keyword|constraint)$/, ({ findings }) => [findings[0]?.rule]],
  [
    /^(timestamp|time|date|datetime|occurredat)$/,
    ({ clock }) => [new Date(clock.now()).toISOString(), clock.now(), Math.floor(clock.now() / 1000)],
  ],
  [/^(success|ok|succeeded|result)$/, () => [false, 'error']],
  [/^(method|httpmethod)$/, ({ request }) => [request.method]],
]

/** gRPC numbers where the schema is google.rpc.Status or looks like it; otherwise the API's own code, the status, or a name. */
function codes({ problem }: ProblemContext, schema: Schema, siblings: ReadonlySet<string>): readonly unknown[] {
  const name = slug(problem.title, '_')
  const isRpcStatus =
    siblings.has('code') && siblings.has('message') && siblings.has('details') && !siblings.has('status')
  const number = isRpcStatus ? grpcCode(problem.status) : problem.status
  const listed = listedIn(schema)
  const own = problem.code === undefined ? [] : [problem.code, String(problem.code)]
  return [
    ...own,
    number,
    ...listed.filter((item) => plain(String(item)) === plain(name)),
    ...fittingWords(problem.status, listed),
    grpcCodeName(problem.status).toUpperCase(),
    name.toUpperCase(),
    name,
    String(problem.status),
  ]
}

function listedIn(schema: Schema): readonly unknown[] {
  return (resolved(schema).node['enum'] as readonly unknown[] | undefined) ?? []
}

function enumNear(problem: Problem): readonly string[] {
  return [
    grpcCodeName(problem.status),
    `${slug(problem.title, '_')}_error`,
    problem.status < 500 ? 'invalid_request' : 'server_error',
  ]
}

function detailOf({ problem }: ProblemContext): string {
  return problem.detail === undefined || problem.detail === '' ? problem.title : problem.detail
}

function fieldOf(finding: DescribedFinding | undefined): string | undefined {
  return finding?.where
}

function fieldCandidates(finding: DescribedFinding | undefined): readonly unknown[] {
  if (!finding) return []
  const field = finding.where.replace(/^(request body at \/|\w+ parameter |request header )/, '')
  return [field, [field], finding.where]
}

/** Own properties and those of every part that must hold; of alternatives the first. */
function propertiesOf(schema: Schema): ReadonlyMap<string, Schema> {
  let known = propertiesKnown.get(schema)
  if (!known) propertiesKnown.set(schema, (known = collectProperties(schema, 0)))
  return known
}

const propertiesKnown = new WeakMap<Schema, ReadonlyMap<string, Schema>>()

function collectProperties(schema: Schema, depth: number): Map<string, Schema> {
  const found = new Map<string, Schema>()
  if (depth > MAX_DEPTH) return found
  const add = (part: Schema | undefined) => {
    if (part)
      for (const [name, property] of collectProperties(part, depth + 1)) if (!found.has(name)) found.set(name, property)
  }
  for (const name of schema.keys('properties')) {
    const property = schema.child('properties', name)
    if (property) found.set(name, property)
  }
  add(schema.target)
  schema.list('allOf').forEach(add)
  add(schema.list('oneOf')[0])
  add(schema.list('anyOf')[0])
  return found
}

function itemsOf(schema: Schema): Schema | undefined {
  return schema.child('items') ?? schema.target?.child('items')
}

function resolved(schema: Schema): Schema {
  return schema.target ?? schema
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

function slug(text: string, joint: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, joint)
}
