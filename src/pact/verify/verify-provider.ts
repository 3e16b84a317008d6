import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Finding } from '../../base/finding.js'
import { isRecord } from '../../base/json.js'
import type { Random } from '../../base/random.js'
import { createRouter } from '../../http/create-router.js'
import type { ApiModel } from '../../model/api-model.js'
import type { ResourcePlan } from '../../resources/resource-plan.js'
import type { Tokens } from './credentials.js'
import { judge } from './judge.js'
import { openNativeVerifier, type NativeVerifier } from './native-verifier.js'
import type { NativeOptions, NativeResult } from './native-options.js'
import { findPrefix } from './find-prefix.js'
import { connectProvider, withoutPrefix } from './provider.js'
import { labelOf, prepare, type PactSource } from './read-interactions.js'
import { createPlayer } from './player.js'
import { openStageServer } from './stage-server.js'
import type { Verification } from './verification.js'

export interface VerifyOptions {
  readonly model: ApiModel
  readonly plan: ResourcePlan
  readonly provider: URL
  readonly pacts: readonly PactSource[]
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
 * @throws ToolError PACT_MISSING, PACT_FAILED, PROVIDER_UNREACHABLE
 */
export async function verifyProvider(options: VerifyOptions): Promise<Verification> {
  const { model, tokens, timeoutMs = TIMEOUT_MS } = options
  const url = withoutPrefix(options.provider, model)
  const router = createRouter(model, { basePath: 'both' })
  const prepared = options.pacts.reduce<ReturnType<typeof prepare>[]>(
    (before, source) => [
      ...before,
      prepare(
        source,
        router,
        before.reduce((n, { interactions }) => n + interactions.length, 0),
      ),
    ],
    [],
  )
  const interactions = prepared.flatMap((each) => each.interactions)
  const prefixed = options.prefixed ?? (await findPrefix({ url, interactions, timeoutMs }))
  const provider = connectProvider({ url, token: tokens.allowed, timeoutMs, prefixed })
  const player = createPlayer({ ...options, given: options.given ?? new Map(), provider, interactions, timeoutMs })
  const server = await openStageServer(player)
  const verifier = options.verifier ?? openNativeVerifier()
  const folder = await mkdtemp(path.join(tmpdir(), 'lockstep-pacts-'))
  try {
    const results: NativeResult[] = []
    // One after the other: interactions share the provider, and each pact may name another provider.
    for (const [index, { pact }] of prepared.entries()) {
      const file = path.join(folder, `${index}.json`)
      await writeFile(file, JSON.stringify(pact))
      results.push(...(await verifier.verify(nativeOptions(pact, file, server, timeoutMs))))
    }
    const byLabel = new Map(results.map((result) => [result.description, result]))
    return {
      provider: url.href,
      verdicts: interactions.map((each) => judge(each, findResult(byLabel, labelOf(each)), player.noteOf(each.index))),
      leftBehind: player.leftBehind().map(leftBehindFinding),
    }
  } finally {
    if (!options.verifier) verifier.close()
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
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

function leftBehindFinding(reason: string): Finding {
  return {
    rule: 'pact/left-behind',
    severity: 'warning',
    blame: 'server',
    message: `could not clear away what was made: ${reason}`,
    where: { side: 'response', in: 'status' },
  }
}
