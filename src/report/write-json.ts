import { countOutcomes, type Report } from '../base/report.js'

/** The report as it is, with the counts: for programs. */
export function writeJson(report: Report): string {
  return JSON.stringify({ ...report, counts: countOutcomes(report) }, null, 2) + '\n'
}
