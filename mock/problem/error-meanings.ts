/** The usual names of members in error schemas, and which part of a problem each stands for. */
import type { Clock } from '../../src/base/clock.js'
import type { HttpRequest } from '../../src/http/exchange.js'
import type { Schema } from '../../src/model/schema.js'
import { plain } from '../../src/resources/words.js'
import type { Problem } from '../behave/behaviour.js'
import { originOf } from '../answer/address.js'
import { fittingWords } from './fitting-words.js'
import type { DescribedFinding } from './findings-header.js'
import { grpcCode, grpcCodeName } from './grpc-code.js'

export interface ProblemContext {
  readonly problem: Problem
  readonly request: HttpRequest
  readonly findings: readonly DescribedFinding[]
  readonly clock: Clock
  /** True for one item of a list of findings: its name is the field's, not the error's. */
  readonly isItem?: boolean
  /** A valid example of this very status, to start from. */
  readonly example?: unknown
}

/** Candidates for a member of this name, best first. */
export type Meaning = (context: ProblemContext, schema: Schema, siblings: ReadonlySet<string>) => Iterable<unknown>

/** @param word a member's name as `plain` writes it */
export function meaningOf(word: string): Meaning | undefined {
  return MEANINGS.find(([pattern]) => pattern.test(word))?.[1]
}

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
    /^(title|summary|error|err|errorname|errortitle|statustext|short)$/,
    ({ problem }, schema) => [
      problem.title,
      problem.code,
      ...fittingWords(problem.status, listedIn(schema)),
      ...[slug(problem.title)].flatMap((word) => [word.toUpperCase(), word]),
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
      slug(problem.title),
      slug(problem.title).toUpperCase(),
      'error',
      'about:blank',
      ...enumNear(problem),
    ],
  ],
  [
    /^(instance|path|uri|url|requesturi|resource)$/,
    ({ request, findings, isItem }) => [
      ...(isItem ? fieldCandidates(findings[0]) : []),
      (request.mount ?? '') + request.path,
      originOf(request) + request.path,
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
function* codes({ problem }: ProblemContext, schema: Schema, siblings: ReadonlySet<string>): Iterable<unknown> {
  if (problem.code !== undefined) yield* [problem.code, String(problem.code)]
  const isRpcStatus =
    siblings.has('code') && siblings.has('message') && siblings.has('details') && !siblings.has('status')
  yield isRpcStatus ? grpcCode(problem.status) : problem.status
  // Mostly it is a number, and the words need not be worked out.
  const name = slug(problem.title)
  const listed = listedIn(schema)
  yield* listed.filter((item) => plain(String(item)) === plain(name))
  yield* fittingWords(problem.status, listed)
  yield* [grpcCodeName(problem.status).toUpperCase(), name.toUpperCase(), name, String(problem.status)]
}

function listedIn(schema: Schema): readonly unknown[] {
  return (resolved(schema).node['enum'] as readonly unknown[] | undefined) ?? []
}

function enumNear(problem: Problem): readonly string[] {
  return [
    grpcCodeName(problem.status),
    `${slug(problem.title)}_error`,
    problem.status < 500 ? 'invalid_request' : 'server_error',
  ]
}

export function detailOf({ problem }: ProblemContext): string {
  return problem.detail === undefined || problem.detail === '' ? problem.title : problem.detail
}

function fieldCandidates(finding: DescribedFinding | undefined): readonly unknown[] {
  if (!finding) return []
  const field = finding.where.replace(/^(request body at \/|\w+ parameter |request header )/, '')
  return [field, [field], finding.where]
}

function resolved(schema: Schema): Schema {
  return schema.target ?? schema
}

function slug(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, '_')
}
