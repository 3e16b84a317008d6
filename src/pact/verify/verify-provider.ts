import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Finding } from '../../base/finding.js'
import { isRecord } from '../../base/json.js'
import { toolError } from '../../base/tool-error.js'
import type { Random } from '../../base/random.js'
import { createRouter } from '../../http/create-router.js'
import type { ApiModel, Operation } from '../../model/api-model.js'
import type { ResourcePlan } from '../../resources/resource-plan.js'
import { brokerOptions, createBrokerDoor, type BrokerOptions, type BrokerWatch } from './broker.js'
import type { Tokens } from './credentials.js'
import type { PlayedInteraction } from './interaction.js'
import { judge, keepsToDocument } from './judge.js'
import { openNativeVerifier, type NativeVerifier } from './native-verifier.js'
import type { NativeOptions, NativeResult } from './native-options.js'
import { findPrefix } from './find-prefix.js'
import { connectProvider, withoutPrefix } from './provider.js'
import { labelOf, prepare, type PactSource } from './read-interactions.js'
import { createPlayer } from './player.js'
import { openStageServer, type StageHandlers } from './stage-server.js'
import type { Verification } from './verification.js'

export interface VerifyOptions {
  readonly model: ApiModel
  readonly plan: ResourcePlan
  readonly provider: URL
  readonly pacts: readonly PactSource[]
  /** Fetches pacts from a broker as well. */
  readonly broker?: BrokerOptions
  readonly tokens: Tokens
  /** Asked to bring states about, in place of the API itself. */
  readonly stateUrl?: URL
  /** Ids that exist at the provider, by the name of their placeholder: taken where a thing must exist. */
  readonly given?: ReadonlyMap<string, string>
  /** Whether the provider serves below the prefix of the document's servers; found out where nothing is said. */
  readonly prefixed?: boolean
  readonly random: Random
  readonly timeoutMs?: number
  /** To share among runs; one is opened and closed where none is given. */
  readonly verifier?: NativeVerifier
}

const TIMEOUT_MS = 30_000

/**
 * Plays pacts against a provider with Pact's own verifier, and holds every answer against the document as well. States are
 * brought about before each interaction and cleared away after it.
 * @throws ToolError PACT_MISSING, PACT_FAILED, PROVIDER_UNREACHABLE, NOTHING_TO_VERIFY
 */
export async function verifyProvider(options: VerifyOptions): Promise<Verification> {
  const { model, tokens, timeoutMs = TIMEOUT_MS } = options
  const url = withoutPrefix(options.provider, model)
  const router = createRouter(model, { basePath: 'both' })
  const interactions: PlayedInteraction[] = []
  const mark = (source: PactSource) => {
    const prepared = prepare(source, router, interactions.length)
    interactions.push(...prepared.interactions)
    return prepared.pact
  }
  const marked = options.pacts.map(mark)
  const prefixed =
    options.prefixed ??
    (await findPrefix({ url, operations: operationsOf(interactions, model), token: tokens.allowed, timeoutMs })) ??
    // Nobody can tell: as the contracts say it.
    (interactions.length === 0 || interactions.some(({ match }) => match && match.basePath !== ''))
  const provider = connectProvider({ url, token: tokens.allowed, timeoutMs, prefixed })
  const player = createPlayer({ ...options, given: options.given ?? new Map(), provider, interactions, timeoutMs })
  let published: Verification['published'] = 'refused'
  const watch: BrokerWatch = {
    onPublished: (outcome) => {
      published = published === 'withheld' ? published : outcome
    },
    mayPass: () => interactions.every((each) => keepsToDocument(each, player.noteOf(each.index))),
  }
  const server = await openStageServer({ ...player, ...doorOf(options.broker, mark, watch, timeoutMs) })
  const verifier = options.verifier ?? openNativeVerifier()
  const folder = await mkdtemp(path.join(tmpdir(), 'lockstep-pacts-'))
  try {
    const results: NativeResult[] = []
    // One after the other: interactions share the provider, and each pact may name another provider.
    for (const [index, pact] of marked.entries()) {
      const file = path.join(folder, `${index}.json`)
      await writeFile(file, JSON.stringify(pact))
      results.push(...(await verifier.verify(nativeOptions(pact, file, server, timeoutMs))))
    }
    if (options.broker) {
      const { url: providerBaseUrl, stateUrl: providerStatesSetupUrl, brokerUrl } = server
      const common = {
        providerBaseUrl,
        providerStatesSetupUrl,
        timeout: timeoutMs * 2,
        provider: options.broker.provider,
      }
      results.push(...(await verifier.verify({ ...common, ...brokerOptions(options.broker, brokerUrl) })))
    }
    demandInteractions(interactions, results)
    const byLabel = new Map(results.map((result) => [result.description, result]))
    return {
      provider: url.href,
      verdicts: interactions.map((each) => judge(each, findResult(byLabel, labelOf(each)), player.noteOf(each.index))),
      leftBehind: player.leftBehind().map(leftBehindFinding),
      ...(options.broker?.publish && { published }),
    }
  } finally {
    if (!options.verifier) verifier.close()
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Pacts from a broker are marked when they come in. */
function doorOf(
  broker: BrokerOptions | undefined,
  mark: (source: PactSource) => PactSource['pact'],
  watch: BrokerWatch,
  timeoutMs: number,
): Pick<StageHandlers, 'askBroker'> {
  if (!broker) return {}
  const markPact = (pact: PactSource['pact'], text: string) => mark({ place: broker.url.href, pact, text })
  return { askBroker: (request, door) => createBrokerDoor(broker.url, door, markPact, watch, timeoutMs)(request) }
}

/** Of pacts that a broker has, nothing is known yet. */
function operationsOf(interactions: readonly PlayedInteraction[], model: ApiModel): readonly Operation[] {
  const called = interactions.flatMap(({ match }) => (match && match.basePath !== '' ? [match.operation] : []))
  if (called.length > 0) return called
  const matched = interactions.flatMap(({ match }) => (match ? [match.operation] : []))
  return interactions.length > 0 ? matched : model.operations
}

function nativeOptions(
  pact: PactSource['pact'],
  file: string,
  { url, stateUrl }: { readonly url: string; readonly stateUrl: string },
  timeoutMs: number,
): NativeOptions {
  const provider = isRecord(pact['provider']) ? String(pact['provider']['name']) : 'provider'
  return {
    provider,
    providerBaseUrl: url,
    providerStatesSetupUrl: stateUrl,
    pactUrls: [file],
    timeout: timeoutMs * 2,
    failIfNoPactsFound: false,
  }
}

function findResult(byLabel: ReadonlyMap<string, NativeResult>, label: string): NativeResult | undefined {
  const exact = byLabel.get(label)
  if (exact) return exact
  return [...byLabel].find(([description]) => description.includes(`${label} `) || description.endsWith(label))?.[1]
}

/** Nothing to verify is no success: a broker that has nothing, a pact that could not be read. */
function demandInteractions(interactions: readonly PlayedInteraction[], results: readonly NativeResult[]): void {
  if (interactions.length > 0) return
  const reason = results.find(({ passed }) => !passed)?.error ?? 'the pacts hold no HTTP interaction'
  throw toolError('NOTHING_TO_VERIFY', { reason })
}

function leftBehindFinding(reason: string): Finding {
  return {
    rule: 'pact/left-behind',
    severity: 'warning',
    blame: 'server',
    message: `could not clear away what was made: ${reason}`,
    where: { side: 'response', in: 'status' },
  }
}
