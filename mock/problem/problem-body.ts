import type { Clock } from '../../src/base/clock.js'
import { isRecord } from '../../src/base/json.js'
import { encodeBody } from '../../src/http/encode-body.js'
import type { HttpRequest } from '../../src/http/exchange.js'
import { headerText } from '../../src/http/header-text.js'
import { negotiate } from '../../src/http/negotiate.js'
import type { MediaTypeSpec, ResponseSpec } from '../../src/model/api-model.js'
import { isJsonType } from '../../src/model/media-type.js'
import type { Problem } from '../behave/behaviour.js'
import type { Chosen } from '../answer/choose-media-type.js'
import { fillProblem } from './fill-problem.js'
import type { DescribedFinding } from './findings-header.js'

export interface ProblemBody {
  readonly contentType: string
  readonly body: string | Uint8Array
  readonly value: unknown
}

/** In the operation's own declared error schema; RFC 9457 where it declares none, or none that anything fits. */
export function problemBody(
  request: HttpRequest,
  declared: ResponseSpec | undefined,
  problem: Problem,
  findings: readonly DescribedFinding[],
  clock: Clock,
): ProblemBody {
  // A response without content is declared to have no body.
  if (declared && declared.content.length === 0) return { contentType: '', body: '', value: undefined }
  const chosen = declared && choose(request, declared)
  if (!chosen) return problemJson(request, problem, findings)
  const value =
    problem.body ??
    declaredValue(chosen.spec, {
      problem,
      request,
      findings,
      clock,
      example: exampleOf(declared, chosen.spec),
    })
  if (value === undefined) return problemJson(request, problem, findings)
  return { contentType: chosen.contentType, body: encodeBody(value, chosen.contentType, chosen.spec), value }
}

function declaredValue(media: MediaTypeSpec, context: Parameters<typeof fillProblem>[1]): unknown {
  if (media.schema) return fillProblem(media.schema, context)
  return (
    context.example ?? { title: context.problem.title, status: context.problem.status, detail: context.problem.detail }
  )
}

/** RFC 9457 3.1; `findings` is an extension member. */
function problemJson(request: HttpRequest, problem: Problem, findings: readonly DescribedFinding[]): ProblemBody {
  const value = problem.body ?? {
    type: 'about:blank',
    title: problem.title,
    status: problem.status,
    ...(problem.detail === undefined || problem.detail === '' ? {} : { detail: problem.detail }),
    ...(problem.code === undefined ? {} : { code: problem.code }),
    instance: (request.mount ?? '') + request.path,
    ...(findings.length > 0 ? { findings } : {}),
  }
  const contentType = problem.body === undefined ? 'application/problem+json' : 'application/json'
  return { contentType, body: JSON.stringify(value), value }
}

/** JSON before anything else that the client accepts: errors are read by programs. */
function choose(request: HttpRequest, declared: ResponseSpec): Chosen | undefined {
  const accepted = negotiate(headerText(request.headers, 'accept'), declared.content)
  if (accepted.kind === 'chosen') return accepted
  const json = declared.content.find(({ range }) => range && isJsonType(range))
  const any = negotiate(undefined, json ? [json] : declared.content)
  return any.kind === 'chosen' ? any : undefined
}

/** Only an example for this very status says what this error looks like; one under `default` or `4XX` is of any of them. */
function exampleOf(declared: ResponseSpec, media: MediaTypeSpec): unknown {
  const first = media.examples[0]
  if (!first || declared.key.length !== 3 || declared.key.endsWith('XX')) return undefined
  if (!media.schema) return first.value
  return isRecord(first.value) && media.schema.accepts(first.value, 'response') ? first.value : undefined
}
