import type { Mock } from '../../mock/mock.js'
import { ToolError } from '../base/tool-error.js'
import { loadDocument } from '../document/load-document.js'
import { requireFiles } from '../document/require-files.js'
import { compileModel } from '../model/compile-model.js'
import { describeBug } from './describe-bug.js'
import { loadOptions, type DocumentFlags } from './document-flags.js'
import { configCandidates, loadConfig, type Config, type ConfigFlags } from './load-config.js'
import { watchFiles } from './watch-files.js'

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
  const changed = new Set<string>()
  let reloading = Promise.resolve()
  let complaint = ''
  // A configuration that is written later is noticed too.
  const files = [...served.model.document.files, ...flags.overlay, ...config.files, ...configCandidates(flags, source)]
  const watched = watchFiles(files, readMs, notice, (reason) => {
    complain(`changes may go unnoticed: ${reason}`, reason)
  })

  /** Changes during a reload are gathered, and served by the next one. */
  function notice(file: string): void {
    changed.add(file)
    reloading = reloading.then(reload)
  }

  async function reload(): Promise<void> {
    if (changed.size === 0) return
    const names = [...changed].join(', ')
    changed.clear()
    try {
      await serveAnew()
      complaint = ''
      process.stdout.write(`reloaded after a change of ${names}; state is kept\n`)
    } catch (error) {
      const reason = describe(error)
      complain(`${names} was changed and cannot be served; the last good version stays\n  ${reason}`, reason)
    }
  }

  async function serveAnew(): Promise<void> {
    // Files that are still broken or missing are watched too: it is their repair that makes the change servable.
    const document = requireFiles(await loadDocument(source, { ...loadOptions(flags), onFile: watched.expect }))
    const config = await loadConfig(flags, source, watched.add)
    served.use(compileModel(document), config.behaviours, config)
  }

  /** What is served is served on; the same reason is told once. */
  function complain(text: string, reason: string): void {
    if (reason !== complaint) process.stderr.write(`${text}\n`)
    complaint = reason
  }
}

function describe(error: unknown): string {
  if (error instanceof ToolError) return `${error.message}\n  ${error.remedy}`
  return describeBug(error)
}
