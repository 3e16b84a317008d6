import { fileURLToPath } from 'node:url'
import { createRandom } from '../../base/random.js'
import { exitStatus } from '../../base/report.js'
import { toolError } from '../../base/tool-error.js'
import type { ApiModel } from '../../model/api-model.js'
import type { Tokens } from '../../pact/verify/credentials.js'
import { loadPacts, readPact } from '../../pact/verify/load-pacts.js'
import { reportVerification } from '../../pact/verify/report-verification.js'
import type { PactSource } from '../../pact/verify/read-interactions.js'
import { verifyProvider } from '../../pact/verify/verify-provider.js'
import { readReportTargets, writeReports } from '../../report/write-reports.js'
import type { ResourcePlan } from '../../resources/resource-plan.js'
import { planResources } from '../../resources/plan-resources.js'
import { DEFAULT_DOCUMENT } from '../document-flags.js'
import { loadConfig } from '../load-config.js'
import { loadModel } from '../load-model.js'
import { readBrokerFlags } from '../read-broker-flags.js'
import type { VerifyFlags } from '../verify-flags.js'

/** The contracts of the default document. */
const DEFAULT_PACTS = fileURLToPath(new URL('../../../../contracts/pacts', import.meta.url))

/** Plays pacts against a provider; exit status 1 when something failed or could not be verified. */
export async function verify(source = DEFAULT_DOCUMENT, flags: VerifyFlags): Promise<void> {
  const targets = readReportTargets(flags.report)
  const provider = readUrl('--provider', flags.provider)
  const stateUrl = flags.stateUrl === undefined ? undefined : readUrl('--state-url', flags.stateUrl)
  const model = await loadModel(source, flags)
  const plan = planResources(model)
  const brokerUrl = flags.broker === undefined ? undefined : readUrl('--broker', flags.broker)
  const broker = readBrokerFlags(flags, model.title, brokerUrl)
  const pacts = chosen(await pactsFor(source, flags, model, plan), flags.only)
  const verification = await verifyProvider({
    model,
    plan,
    provider,
    pacts,
    tokens: await tokensFor(source, flags),
    given: readGiven(flags.given),
    random: createRandom(flags.seed ?? Date.now()),
    timeoutMs: flags.timeout * 1000,
    ...(broker && { broker }),
    ...(stateUrl && { stateUrl }),
    ...(flags.basePath !== undefined && { prefixed: readPrefix(flags.basePath) }),
  })
  const report = reportVerification(verification, model.document, flags.allowUnverified)
  await writeReports(report, targets)
  process.exitCode = exitStatus(report)
  if (broker && verification.published === 'refused') throw toolError('RESULTS_NOT_PUBLISHED', { url: broker.url.href })
}

async function pactsFor(
  source: string,
  { pact: places, broker, seed }: VerifyFlags,
  model: ApiModel,
  plan: ResourcePlan,
): Promise<readonly PactSource[]> {
  if (places.length > 0) return loadPacts(places)
  if (broker !== undefined) return []
  if (source === DEFAULT_DOCUMENT) return loadPacts([DEFAULT_PACTS])
  const { writePact } = await import('../../pact/write-pact.js')
  // New values each time: things that an earlier run could not remove may still hold the old ones.
  const { pact } = writePact(model, plan, { seed: String(seed ?? Date.now()) })
  return [readPact(`(written from ${source})`, JSON.stringify(pact))]
}

/** Only the interactions whose description holds the text. */
function chosen(pacts: readonly PactSource[], only: string | undefined): readonly PactSource[] {
  if (only === undefined || pacts.length === 0) return pacts
  const kept = pacts.map((source) => {
    const interactions = (source.pact['interactions'] as readonly { readonly description?: unknown }[]).filter(
      ({ description }) => String(description).includes(only),
    )
    return { ...source, pact: { ...source.pact, interactions } }
  })
  const some = kept.filter(({ pact }) => pact.interactions.length > 0)
  if (some.length === 0) throw toolError('USAGE', { reason: `--only: no interaction is described by '${only}'` })
  return some
}

/** The tokens from the flags; else of two personas of the configuration, who may do everything and nothing. */
async function tokensFor(source: string, { token, forbiddenToken, ...flags }: VerifyFlags): Promise<Tokens> {
  if (token !== undefined || forbiddenToken !== undefined) return { allowed: token, forbidden: forbiddenToken }
  const { personas = [] } = (await loadConfig(flags, source)).behaviours
  return {
    allowed: personas.find(({ permissions }) => permissions === 'all')?.token,
    forbidden: personas.find(({ permissions }) => permissions.length === 0)?.token,
  }
}

function readUrl(flag: string, text: string): URL {
  try {
    const url = new URL(text)
    if (url.protocol === 'http:' || url.protocol === 'https:') return url
  } catch {
    // Told below.
  }
  throw toolError('USAGE', { reason: `${flag}: expected a URL such as http://localhost:8080, got ${text}` })
}

function readGiven(flags: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    flags.map((flag) => {
      const [name = '', value] = flag.split(/=(.*)/s)
      if (name === '' || value === undefined) {
        throw toolError('USAGE', { reason: `--given: expected name=value, got ${flag}` })
      }
      return [name, value]
    }),
  )
}

function readPrefix(text: string): boolean {
  if (text === 'server' || text === 'none') return text === 'server'
  throw toolError('USAGE', { reason: `--base-path: expected server or none, got ${text}` })
}
