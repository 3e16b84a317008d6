import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { exitStatus } from '../../base/report.js'
import { toolError } from '../../base/tool-error.js'
import { checkPact } from '../../pact/check/check-pact.js'
import { loadPact } from '../../pact/read-pact.js'
import { readReportTargets, writeReports } from '../../report/write-reports.js'
import { planResources } from '../../resources/plan-resources.js'
import type { DocumentFlags } from '../document-flags.js'
import { loadModel } from '../load-model.js'

export interface PactCheckFlags extends DocumentFlags {
  readonly report: readonly string[]
}

/** Exit status 1 when an interaction does not fit the document. */
export async function pactCheck(source: string, pacts: readonly string[], flags: PactCheckFlags): Promise<void> {
  const targets = readReportTargets(flags.report)
  const files = (await Promise.all(pacts.map(filesOf))).flat()
  const model = await loadModel(source, flags)
  const plan = planResources(model)
  const suites = []
  for (const file of files) suites.push(checkPact(model, plan, await loadPact(file)))
  const report = { title: 'lockstep pact check', suites }
  await writeReports(report, targets)
  process.exitCode = exitStatus(report)
}

/** A directory stands for the JSON files in it. */
async function filesOf(name: string): Promise<readonly string[]> {
  const isDirectory = await stat(name).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!isDirectory) return [name]
  const files = (await readdir(name)).filter((each) => each.endsWith('.json')).sort()
  if (files.length === 0)
    throw toolError('PACT_UNREADABLE', { place: name, reason: 'the directory holds no .json file' })
  return files.map((each) => path.join(name, each))
}
