import type { Report } from '../base/report.js'
import { didYouMeanAfter, nearestNames } from '../base/text.js'
import { toolError } from '../base/tool-error.js'
import { unreachable } from '../base/unreachable.js'
import { writeTextFile } from '../base/write-text-file.js'
import { writeGithub } from './write-github.js'
import { writeJson } from './write-json.js'
import { writeJunit } from './write-junit.js'
import { writeText } from './write-text.js'

const FORMATS = ['text', 'json', 'junit', 'github'] as const
export type ReportFormat = (typeof FORMATS)[number]

/** A form of report, and where it goes. */
export interface ReportTarget {
  readonly format: ReportFormat
  /** Undefined: standard output. */
  readonly file: string | undefined
}

/**
 * Reads `--report` flags: 'junit=out/report.xml', 'github'. Text goes to standard output unless another report does.
 * @throws ToolError USAGE
 */
export function readReportTargets(flags: readonly string[]): readonly ReportTarget[] {
  const targets = flags.map(readTarget)
  const toOutput = targets.filter(({ file }) => file === undefined)
  if (toOutput.length > 1) {
    throw toolError('USAGE', {
      reason: '--report: only one report can go to standard output; write =FILE behind others',
    })
  }
  return toOutput.length === 1 ? targets : [{ format: 'text', file: undefined }, ...targets]
}

function readTarget(flag: string): ReportTarget {
  const [name = '', file] = flag.split(/=(.*)/s)
  const format = FORMATS.find((each) => each === name)
  if (format) return { format, file: file === undefined || file === '' ? undefined : file }
  throw toolError('USAGE', {
    reason: `--report: expected ${FORMATS.join(', ')} (and =FILE), got '${name}'${didYouMeanAfter(';', nearestNames(name, FORMATS, 1))}`,
  })
}

export function writeReport(report: Report, format: ReportFormat): string {
  switch (format) {
    case 'text':
      return writeText(report)
    case 'json':
      return writeJson(report)
    case 'junit':
      return writeJunit(report)
    case 'github':
      return writeGithub(report)
    default:
      return unreachable(format)
  }
}

/** Writes each report to its file, or to standard output. Folders are made. */
export async function writeReports(report: Report, targets: readonly ReportTarget[]): Promise<void> {
  for (const { format, file } of targets) {
    const text = writeReport(report, format)
    if (file === undefined) process.stdout.write(text)
    else await writeTextFile(file, text)
  }
}
