import { messageOf } from '../../base/message-of.js'
import type { HttpRequest, HttpResponse } from '../../http/exchange.js'
import { isSafe } from '../../http/is-safe.js'
import { type CallerRole, stateParams } from '../provider-state.js'
import { arrangeStates, valuesOf, type Arranged, type Arrangement, type Stage } from './arrange-states.js'
import { askStateUrl } from './ask-state-url.js'
import { bringsCredentials, withToken } from './credentials.js'
import type { PlayedInteraction } from './interaction.js'
import type { Provider } from './provider.js'
import { markedIndex } from './read-interactions.js'
import { rewritePath } from './rewrite-path.js'
import type { StageHandlers, StateChange } from './stage-server.js'
import { undoCreate } from './undo-create.js'
import type { PlayedExchange } from './verification.js'

/** What was seen of one interaction beside the verifier's own result. */
export interface Note {
  /** Why it could not be arranged. */
  reason?: string
  exchange?: PlayedExchange
  /** Why the provider gave no answer. */
  failure?: string
}

export interface Player extends StageHandlers {
  noteOf(index: number): Note
  leftBehind(): readonly string[]
}

export interface PlayerOptions extends Omit<Stage, 'provider' | 'adopts'> {
  readonly provider: Provider
  readonly interactions: readonly PlayedInteraction[]
  readonly stateUrl?: URL
  readonly timeoutMs: number
}

/** Brings states about and sends requests on; the verifier plays one interaction at a time. */
export function createPlayer(options: PlayerOptions): Player {
  const notes = new Map<number, Note>()
  const left: string[] = []
  let current: PlayedInteraction | undefined
  let values: Readonly<Record<string, unknown>> = {}
  let arrangement: Arrangement | undefined
  const made: (() => Promise<string | undefined>)[] = []

  function noteOf(index: number): Note {
    let note = notes.get(index)
    if (!note) notes.set(index, (note = {}))
    return note
  }

  async function setUp({ name }: StateChange): Promise<Readonly<Record<string, unknown>> | undefined> {
    current = options.interactions[markedIndex(name) ?? -1]
    if (!current) return undefined
    // An interaction may be tried again; what it needs is made anew.
    await clearAway()
    const result = await arrange(current)
    if (result.kind === 'impossible') {
      noteOf(current.index).reason = result.reason
      return undefined
    }
    values = result.values
    const missing = current.wanted.filter((each) => !Object.hasOwn(values, each))
    if (missing.length === 0) return values
    noteOf(current.index).reason = `no state says what ${missing.join(', ')} is`
    return undefined
  }

  async function arrange(interaction: PlayedInteraction): Promise<Arranged> {
    if (options.stateUrl) return askStateUrl(interaction, options.stateUrl, options.tokens, options.timeoutMs)
    const random = options.random.fork(`interaction ${interaction.index}`)
    arrangement = await arrangeStates({ ...options, random, adopts: isSafe(interaction) }, interaction.states)
    if (arrangement.result.kind === 'impossible') return withoutThem(interaction) ?? arrangement.result
    const reason = lackingToken(interaction, options)
    return reason === undefined ? arrangement.result : { kind: 'impossible', reason }
  }

  async function clearAway(): Promise<void> {
    const before = arrangement
    arrangement = undefined
    values = {}
    for (const undo of made.splice(0)) left.push((await undo().catch(messageOf)) ?? '')
    if (before) left.push(...(await before.undo()))
  }

  async function tearDown(change: StateChange): Promise<void> {
    if (options.stateUrl && current) {
      await askStateUrl(current, options.stateUrl, options.tokens, options.timeoutMs, 'teardown')
    }
    if (markedIndex(change.name) !== undefined) await clearAway()
  }

  async function play(request: HttpRequest): Promise<HttpResponse> {
    const interaction = current
    const written = interaction ? asPlayed(interaction, request, values, options) : request
    try {
      const response = await options.provider.send(written, interaction?.match)
      if (interaction) noteOf(interaction.index).exchange = { request: written, response }
      const undo = undoCreate(options, interaction?.match, written, response)
      if (undo) made.push(undo)
      return response
    } catch (error) {
      const failure = messageOf(error)
      if (interaction) noteOf(interaction.index).failure = failure
      throw error
    }
  }

  return { setUp, tearDown, play, noteOf, leftBehind: () => left.filter((each) => each !== '') }
}

/** Ids and credentials that the pact wrote literally become those that were arranged. */
function asPlayed(
  interaction: PlayedInteraction,
  request: HttpRequest,
  values: Readonly<Record<string, unknown>>,
  { tokens }: PlayerOptions,
): HttpRequest {
  const { match, generatedPath, generatedCredentials } = interaction
  const path = generatedPath || !match ? request.path : rewritePath(request.path, match, values)
  const moved = { ...request, path }
  if (!match || generatedCredentials || !bringsCredentials(match.operation, request)) return moved
  const token = tokens[roleOf(interaction)]
  return token === undefined || interaction.status === 401 ? moved : withToken(match.operation, moved, token)
}

/** Nobody is turned away before anything is looked for: the ids of the contract will do. */
function withoutThem({ status, states, authorized }: PlayedInteraction): Arranged | undefined {
  if (status !== 401 || authorized) return undefined
  return { kind: 'arranged', values: Object.fromEntries(states.flatMap((state) => Object.entries(valuesOf(state)))) }
}

/** Who calls: as a state says, else as the expected answer suggests. */
function roleOf({ states, status }: PlayedInteraction): CallerRole {
  for (const state of states) {
    const params = stateParams(state)
    if (params?.kind === 'caller') return params.role
  }
  return status === 403 ? 'forbidden' : 'allowed'
}

/** A literal token of a pact is left as it is when nothing is known; but a known caller in place of a forbidden one proves nothing. */
function lackingToken(interaction: PlayedInteraction, { tokens }: PlayerOptions): string | undefined {
  const isLiteral = interaction.authorized && !interaction.generatedCredentials
  if (!isLiteral || roleOf(interaction) !== 'forbidden' || tokens.forbidden !== undefined) return undefined
  return tokens.allowed === undefined ? undefined : 'give --forbidden-token'
}
