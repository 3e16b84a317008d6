import type http from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { createMock } from '../../../mock/create-mock.js'
import type { Mock } from '../../../mock/mock.js'
import type { Store } from '../../../mock/state/store.js'
import type { Finding } from '../../base/finding.js'
import { describeSystemError } from '../../base/system-error.js'
import { plural } from '../../base/text.js'
import { toolError } from '../../base/tool-error.js'
import { loadDocument } from '../../document/load-document.js'
import { requireFiles } from '../../document/require-files.js'
import { describeBug } from '../describe-bug.js'
import { describeDocumentFinding } from '../describe-document-finding.js'
import { DEFAULT_DOCUMENT, loadOptions } from '../document-flags.js'
import { loadConfig, type Config } from '../load-config.js'
import type { MockFlags } from '../mock-flags.js'
import type { Recording } from '../record-to-file.js'
import { createRequestLog, type LogLevel } from '../request-log.js'

/** At most this many findings about the document are printed; `lockstep lint` has the rest. */
const SHOWN_FINDINGS = 20
const SHOWN_OF_A_RULE = 3
/**
 * Findings and welcome wait until the first requests have been answered: lines are looked up in the document's text, and
 * the welcome compiles operations to try its own curl lines.
 */
const WELCOME_AFTER_MS = 300
/** After this long without a request, the search for findings in a large document goes on. */
const IDLE_MS = 50
/** Documents with up to this many operations are checked at the start: it costs too little to notice. */
const SMALL_OPERATIONS = 100

/** Serves until it is stopped. */
export async function mock(source = DEFAULT_DOCUMENT, flags: MockFlags): Promise<void> {
  const readMs = Date.now()
  const config = await loadConfig(flags, source)
  const document = requireFiles(await loadDocument(source, loadOptions(flags)))
  const store = await openState(flags.state)
  const served = await createMock(document, { ...optionsOf(flags, config), ...(store ? { store } : {}) })
  const log = createRequestLog(logLevel(flags.verboseLevel ?? flags.log), flags.json, () => served.model.document)
  served.journal.subscribe((entry) => {
    log.add(entry)
  })
  const recording = await startRecording(served, flags)
  const server = served.server()
  const url = await listen(server, flags.port, flags.host)
  announce(served, url, flags)
  stopOnSignal(
    server,
    () => {
      log.flush()
      recording?.stop()
    },
    async () => {
      await served.close()
      await store?.close()
    },
  )
  if (flags.watch && source !== '-') {
    const { watch } = await import('../watch.js')
    watch({ served, source, flags, config, readMs })
  }
}

function optionsOf(flags: MockFlags, { behaviours, fixtures, placeOf }: Config): Parameters<typeof createMock>[1] {
  return {
    behaviours,
    fixtures,
    placeOf,
    stateless: flags.stateless,
    dynamic: flags.dynamic,
    ignoreExamples: flags.ignoreExamples,
    errors: flags.errors,
    cors: flags.cors,
    basePath: basePath(flags.basePath),
    refuse: flags.refuse,
    strictSessions: flags.strictSessions,
    admin: flags.admin && (flags.adminToken === undefined ? {} : { token: flags.adminToken }),
    adminPrefix: flags.adminPrefix,
    callbacks: flags.callbacks && { allowHosts: flags.allowCallbackHost },
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
  }
}

/** Loaded only for those who record. */
async function startRecording(served: Mock, { recordPact, pactDir }: MockFlags): Promise<Recording | undefined> {
  if (recordPact === undefined) return undefined
  const { recordToFile } = await import('../record-to-file.js')
  return recordToFile(served, recordPact, pactDir)
}

/** Databases are loaded only for those who want one; undefined for memory. */
async function openState(uri: string): Promise<Store | undefined> {
  if (uri === 'memory') return undefined
  const { openStore } = await import('../../../mock/state/open-store.js')
  return openStore(uri)
}

function basePath(text: string): string {
  if (['both', 'server', 'none'].includes(text) || text.startsWith('/')) return text
  throw toolError('USAGE', {
    reason: `--base-path: expected both, server, none or a path that begins with /, got ${text}`,
  })
}

/** Prism's levels are understood too: warnings and above mean 'findings'. */
function logLevel(text: string): LogLevel {
  switch (text) {
    case 'silent':
    case 'findings':
    case 'info':
      return text
    case 'trace':
    case 'debug':
      return 'info'
    case 'warn':
    case 'error':
    case 'fatal':
      return 'findings'
    default:
      throw toolError('USAGE', { reason: `--log: expected info, findings or silent, got ${text}` })
  }
}

function listen(server: http.Server, port: number, address: string): Promise<string> {
  // As it stands before a port (RFC 3986 3.2.2).
  const host = address.includes(':') ? `[${address}]` : address
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = describeSystemError(error)
      reject(
        error.code === 'EADDRINUSE'
          ? toolError('PORT_TAKEN', { port, host })
          : toolError('CANNOT_LISTEN', { host, port, reason }),
      )
    })
    server.listen(port, address, () => {
      resolve(`http://${host}:${(server.address() as AddressInfo).port}`)
    })
  })
}

function announce(served: Mock, url: string, flags: MockFlags): void {
  const { document, title, operations } = served.model
  if (flags.json) {
    process.stdout.write(
      `${JSON.stringify({ listening: url, document: document.source, operations: operations.length })}\n`,
    )
    return
  }
  process.stdout.write(
    `lockstep serves ${title} (${document.source}, ${plural(operations.length, 'operation')}) at ${url}\n`,
  )
  if (flags.multiprocess !== undefined)
    process.stderr.write('--multiprocess is accepted and not needed: state lives in one process.\n')
  const isSmall = operations.length <= SMALL_OPERATIONS
  if (isSmall) void warn(served, () => Promise.resolve()).catch(sayBug)
  setTimeout(() => {
    if (!isSmall) void warn(served, untilIdle(served)).catch(sayBug)
    if (logLevel(flags.verboseLevel ?? flags.log) === 'silent') return
    void import('../welcome.js')
      .then(({ welcome }) => welcome(served, url, flags.strictSessions ? 'try' : undefined))
      .then((text) => process.stdout.write(text))
      .catch(sayBug)
  }, WELCOME_AFTER_MS).unref()
}

/** What is said of a document is a help; that it cannot be said must not end a mock that answers. */
function sayBug(error: unknown): void {
  process.stderr.write(describeBug(error))
}

/**
 * Rests until no request has come for a moment, so that looking never competes with answering; while none comes, no longer
 * than one needs to come in. Ends with the process.
 */
function untilIdle({ journal }: Mock): () => Promise<void> {
  let seen = -1
  return async () => {
    await pause(0, undefined, { ref: false })
    while (journal.count !== seen) {
      seen = journal.count
      await pause(IDLE_MS, undefined, { ref: false })
    }
  }
}

/** A fault that a document has everywhere must not push all else off the screen. */
function fewOfEachRule(findings: readonly Finding[]): readonly Finding[] {
  const counts = new Map<string, number>()
  return findings.filter(({ rule }) => {
    const count = (counts.get(rule) ?? 0) + 1
    counts.set(rule, count)
    return count <= SHOWN_OF_A_RULE
  })
}

/** What is wrong with the document. */
async function warn(served: Mock, rest: () => Promise<void>): Promise<void> {
  const { findInSlices } = await import('../document-findings.js')
  const { model } = served
  const { document } = model
  const findings = await findInSlices(model, rest)
  // Hints are shown by `lockstep lint` alone.
  const told = findings.filter(({ severity }) => severity !== 'hint')
  const shown = fewOfEachRule(told).slice(0, SHOWN_FINDINGS)
  for (const finding of shown) process.stderr.write(`${describeDocumentFinding(finding, document)}\n`)
  const more = told.length - shown.length
  if (more > 0) process.stderr.write(`… and ${more} more: lockstep lint ${document.source}\n`)
}

/** Requests in flight get their answers, within a time limit; a second signal ends the process at once. */
const DRAIN_MS = 2000
const HANG_UP_MS = 20

function stopOnSignal(server: http.Server, flush: () => void, close: () => Promise<void>): void {
  const stop = (signal: 'SIGINT' | 'SIGTERM') => {
    let isEnding = false
    const end = () => {
      if (isEnding) return
      isEnding = true
      clearTimeout(patience)
      clearInterval(hangingUp)
      flush()
      void close().finally(() => process.exit(signal === 'SIGINT' ? 130 : 143))
    }
    // Not waited for then: a tunnel that was refused is no connection of the server's any more, and may still be open.
    const patience = setTimeout(() => {
      server.closeAllConnections()
      end()
    }, DRAIN_MS)
    // A client that got its answer while the server was closing would keep the connection open for another request.
    const hangingUp = setInterval(() => {
      server.closeIdleConnections()
    }, HANG_UP_MS)
    server.close(end)
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}
