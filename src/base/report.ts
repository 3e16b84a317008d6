import type { Finding, Location } from './finding.js'

/** What a run of checks came to, whoever checked: the one form that all reports are written from. */
export interface Report {
  /** The command: 'lockstep pact check'. */
  readonly title: string
  readonly suites: readonly ReportSuite[]
  /** What a person should know beside the cases; one sentence each. */
  readonly notes?: readonly string[]
}

/** Cases that belong together: a pact file, a phase. */
export interface ReportSuite {
  readonly name: string
  readonly cases: readonly ReportCase[]
}

export interface ReportCase {
  /** Stable: 'setInstanceFeature.404.unknownInstance'. */
  readonly id: string
  /** For people; the id where there is nothing better. */
  readonly name: string
  /**
   * 'unverified': could not be tried, and counts as a failure of the run; 'skipped': was not tried, and somebody allowed
   * that. Both have a reason.
   */
  readonly outcome: 'passed' | 'failed' | 'unverified' | 'skipped'
  readonly reason?: string
  /** Of a case that passed only warnings and hints. */
  readonly findings: readonly ReportedFinding[]
  readonly durationMs?: number
}

/** A finding whose places are worked out: a report needs neither the document nor the file that was checked. */
export interface ReportedFinding extends Pick<Finding, 'rule' | 'severity' | 'message' | 'remedy'> {
  /** 'response body at /items/0/price'. */
  readonly place: string
  /** The first is where a person should look. */
  readonly sources: readonly ReportSource[]
}

/** A place in a file, and what it is called. */
export interface ReportSource extends Location {
  readonly label: 'document' | 'pact' | 'config'
  /** JSON Pointer within that file's tree. */
  readonly pointer?: string
}

export type Outcome = ReportCase['outcome']

export function countOutcomes(report: Report): Readonly<Record<Outcome, number>> {
  const counts = { passed: 0, failed: 0, unverified: 0, skipped: 0 }
  for (const { cases } of report.suites) for (const { outcome } of cases) counts[outcome]++
  return counts
}

/** 0 when nothing failed and nothing was left unverified, else 1. */
export function exitStatus(report: Report): 0 | 1 {
  const { failed, unverified } = countOutcomes(report)
  return failed + unverified === 0 ? 0 : 1
}
