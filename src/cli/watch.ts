import { watch as watchFiles } from 'chokidar'
import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Mock } from '../../mock/mock.js'
import { describeSystemError } from '../base/system-error.js'
import { ToolError } from '../base/tool-error.js'
import { loadDocument } from '../document/load-document.js'
import { requireFiles } from '../document/require-files.js'
import { compileModel } from '../model/compile-model.js'
import { describeBug } from './describe-bug.js'
import { loadOptions, type DocumentFlags } from './document-flags.js'
import { configCandidates, loadConfig, type Config, type ConfigFlags } from './load-config.js'

/** An editor writes a file in several steps; it is read once it has been quiet this long. */
const QUIET_MS = 100
/** How long the watcher may take to look for a file that is gone. */
const BACK_MS = 5 * QUIET_MS

export interface Watched {
  readonly served: Mock
  readonly source: string
  readonly flags: DocumentFlags & ConfigFlags
  readonly config: Config
  /** When the files were read: what was changed since then is noticed too. */
  readonly readMs: number
}

/**
 * Serves the document anew when one of its files, the configuration or a fixture changes; state stays, and a broken edit
 * changes nothing.
 */
export function watch({ served, source, flags, config, readMs }: Watched): void {
  // A configuration that is written later is noticed too.
  const files = [...served.model.document.files, ...flags.overlay, ...config.files, ...configCandidates(flags, source)]
  const watcher = watchFiles(files, {
    ignoreInitial: true,
    awaitWriteFinish: { stabilityThreshold: QUIET_MS, pollInterval: QUIET_MS / 4 },
  })
  const changed = new Set<string>()
  const gone = new Set<string>()
  let reloading = Promise.resolve()
  let complaint = ''

  async function reload(): Promise<void> {
    if (changed.size === 0) return
    const names = [...changed].join(', ')
    changed.clear()
    try {
      await serveAnew()
      complaint = ''
      process.stdout.write(`reloaded after a change of ${names}; state is kept\n`)
    } catch (error) {
      const text = describe(error)
      if (text !== complaint)
        process.stderr.write(`${names} was changed and cannot be served; the last good version stays\n  ${text}\n`)
      complaint = text
    }
  }

  function look(file: string): void {
    if (existsSync(file)) watcher.add(file)
    else expectBack(file)
  }

  async function serveAnew(): Promise<void> {
    // Files that are still broken or missing are watched too: it is their repair that makes the change servable.
    const document = requireFiles(await loadDocument(source, { ...loadOptions(flags), onFile: look }))
    const config = await loadConfig(flags, source, (more) => watcher.add([...more]))
    served.use(compileModel(document), config.behaviours, config)
  }

  /** Changes during a reload are gathered, and served by the next one. */
  function notice(file: string): void {
    changed.add(file)
    reloading = reloading.then(reload)
  }

  /**
   * What is gone is no longer looked at, and may come back: checkouts and generators write files anew. What is back before
   * the watcher looks again, it never tells.
   */
  function expectBack(file: string): void {
    if (gone.has(file)) return
    gone.add(file)
    watcher.add(file)
    // Where its folder is gone too, the watcher has nothing left to look at.
    const looking = setInterval(() => {
      if (gone.has(file) && !existsSync(file)) return
      clearInterval(looking)
      if (!gone.delete(file)) return
      watcher.add(file)
      notice(file)
    }, BACK_MS).unref()
  }

  watcher.on('all', (event, file) => {
    if (event === 'unlink') expectBack(file)
    else gone.delete(file)
    notice(file)
  })
  // A file that cannot be looked at, too many that are watched on this machine: what is served is served on.
  watcher.on('error', (error) => {
    const reason = describeSystemError(error)
    if (reason !== complaint) process.stderr.write(`changes may go unnoticed: ${reason}\n`)
    complaint = reason
  })
  watcher.once('ready', () => {
    void changedSince(files, readMs).then((missed) => {
      missed.forEach(notice)
    })
  })
}

async function changedSince(files: readonly string[], sinceMs: number): Promise<string[]> {
  const times = await Promise.all(
    files.map(async (file) => {
      const stats = await stat(file).catch(() => undefined)
      return { file, changedMs: stats?.mtimeMs ?? 0 }
    }),
  )
  return times.filter(({ changedMs }) => changedMs > sinceMs).map(({ file }) => file)
}

function describe(error: unknown): string {
  if (error instanceof ToolError) return `${error.message}\n  ${error.remedy}`
  return describeBug(error)
}
