import type { Clock } from '../../src/base/clock.js'
import type { Random } from '../../src/base/random.js'
import { answerExample, type Answer, type AnswerOptions } from '../../src/generate/answer-example.js'
import { encodeBody } from '../../src/http/encode-body.js'
import type { Preferences } from '../../src/http/prefer.js'
import type { MediaTypeSpec } from '../../src/model/api-model.js'
import { isJsonType } from '../../src/model/media-type.js'
import { withoutSecrets } from '../behave/entity/without-secrets.js'
import type { Chosen } from './choose-media-type.js'

interface Written {
  readonly body: string | Uint8Array
  readonly value: unknown
}

/** For each media type: a client can name any type where the document declares a range. */
const MOST_KEPT = 16

/** Where the document does not describe the body, clients of JSON at least get something they can parse. */
function unsaid({ range }: MediaTypeSpec): unknown {
  return range && isJsonType(range) ? {} : undefined
}

/** One example may serve for requests and answers alike, so members that only a request has are left out. */
function shown({ schema }: MediaTypeSpec, { value, serialized }: Answer): unknown {
  if (!schema || serialized) return value
  const bare = withoutSecrets(schema, value)
  return bare === value || schema.accepts(bare, 'response') ? bare : value
}

/**
 * Answers made of examples and schemas. What does not change from call to call is made and written once: generating and
 * mending cost far more than answering.
 */
export function createAnswers(options: {
  readonly clock: Clock
  readonly ignoreExamples: boolean
  readonly dynamic: boolean
}): (chosen: Chosen, preferences: Preferences, random: Random) => Written {
  const known = new WeakMap<MediaTypeSpec, Map<string, Written>>()

  function make({ spec, contentType }: Chosen, { example, dynamic }: Preferences, random: Random): Written {
    const answer = answerExample(spec, answerOptions(example, dynamic, random))
    const value = answer.source === 'none' ? unsaid(spec) : shown(spec, answer)
    const body = answer.serialized ? String(value) : encodeBody(value, contentType, spec)
    return { body, value }
  }

  function answerOptions(example: string | undefined, dynamic: boolean | undefined, random: Random): AnswerOptions {
    return {
      direction: 'response',
      random,
      clock: options.clock,
      // A client that names an example gets exactly that one, as in Prism.
      ignoreExamples: example === undefined && (dynamic ?? (options.dynamic || options.ignoreExamples)),
      ...(example === undefined ? {} : { example }),
    }
  }

  return (chosen, preferences, random) => {
    if (preferences.seed !== undefined || (preferences.dynamic ?? options.dynamic))
      return make(chosen, preferences, random)
    const key = `${chosen.contentType} ${String(preferences.dynamic)} ${preferences.example ?? ''}`
    let answers = known.get(chosen.spec)
    if (!answers) known.set(chosen.spec, (answers = new Map<string, Written>()))
    let written = answers.get(key)
    if (written) return written
    written = make(chosen, preferences, random)
    if (answers.size < MOST_KEPT) answers.set(key, written)
    return written
  }
}
