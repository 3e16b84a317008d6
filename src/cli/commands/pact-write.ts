import path from 'node:path'
import { didYouMean, nearestNames, plural } from '../../base/text.js'
import { toolError } from '../../base/tool-error.js'
import { writeTextFile } from '../../base/write-text-file.js'
import type { ApiModel, Operation } from '../../model/api-model.js'
import { pactFileName, serialisePact, writePact, type WrittenPact } from '../../pact/write-pact.js'
import { planResources } from '../../resources/plan-resources.js'
import { DEFAULT_DOCUMENT, type DocumentFlags } from '../document-flags.js'
import { loadConfig } from '../load-config.js'
import { loadModel } from '../load-model.js'

export interface PactWriteFlags extends DocumentFlags {
  readonly out: string
  readonly consumer: string
  readonly provider?: string
  readonly only: readonly string[]
  readonly maxInvalid: number
  readonly seed?: string
  readonly json: boolean
}

/** Responses that no request provokes, which are shown; all of them with --json. */
const SHOWN = 20

/** Writes the pact, and says which documented responses it does not hold. */
export async function pactWrite(source = DEFAULT_DOCUMENT, flags: PactWriteFlags): Promise<void> {
  const model = await loadModel(source, flags)
  const { behaviours } = await loadConfig({}, source)
  const written = writePact(model, planResources(model), {
    operations: chosen(model, flags.only),
    consumer: flags.consumer,
    maxInvalid: flags.maxInvalid,
    knowsCallers: (behaviours.personas?.length ?? 0) > 0,
    ...(flags.provider === undefined ? {} : { provider: flags.provider }),
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
  })
  const file = path.join(flags.out, pactFileName(written.pact))
  await writeTextFile(file, serialisePact(written.pact))
  process.stdout.write(flags.json ? describeJson(file, written) : describe(file, written, model))
}

function chosen(model: ApiModel, only: readonly string[]): readonly Operation[] {
  if (only.length === 0) return model.operations
  return only.map((name) => {
    const found = model.operations.find(
      ({ id, method, path: template }) => id === name || `${method} ${template}` === name,
    )
    if (found) return found
    const near = nearestNames(
      name,
      model.operations.map(({ id }) => id),
    )
    throw toolError('OPERATION_UNKNOWN', {
      name,
      remedy: didYouMean(near) ?? 'See `lockstep plan` for their names.',
    })
  })
}

function describe(file: string, { pact, unreachable }: WrittenPact, { document }: ApiModel): string {
  const lines = [`${file}: ${plural(pact.interactions.length, 'interaction')}`]
  if (unreachable.length > 0) {
    lines.push(`${plural(unreachable.length, 'documented response')} without one:`)
    for (const { operation, response, reason } of unreachable.slice(0, SHOWN)) {
      const { file: name, line } = document.locate(response.at)
      lines.push(`  ${operation.id} ${response.key}: ${reason} (${name}:${line})`)
    }
    if (unreachable.length > SHOWN) lines.push(`  … and ${unreachable.length - SHOWN} more: --json shows all`)
  }
  return lines.join('\n') + '\n'
}

function describeJson(file: string, { cases, unreachable }: WrittenPact): string {
  const report = {
    file,
    cases: cases.map(({ id, operation, response, cause }) => ({
      id,
      operation: operation.id,
      response: response.key,
      cause,
    })),
    unreachable: unreachable.map(({ operation, response, reason }) => ({
      operation: operation.id,
      response: response.key,
      reason,
    })),
  }
  return JSON.stringify(report, null, 2) + '\n'
}
