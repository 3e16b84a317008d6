import { watch as watchFiles } from 'chokidar'
import type { Mock } from '../../mock/mock.js'
import { ToolError } from '../base/tool-error.js'
import { loadDocument } from '../document/load-document.js'
import { compileModel } from '../model/compile-model.js'
import { loadOptions, type DocumentFlags } from './document-flags.js'
import { loadConfig, type Config } from './load-config.js'

/** An editor writes a file in several steps; it is read once it has been quiet this long. */
const QUIET_MS = 100

/** Serves the document anew when one of its files or the configuration changes; state stays, and a broken edit changes nothing. */
export function watch(
  served: Mock,
  source: string,
  flags: DocumentFlags & { readonly config?: string },
  config: Config,
): void {
  const files = (mock: Mock) => [
    ...mock.model.document.files,
    ...flags.overlay,
    ...(config.file === undefined ? [] : [config.file]),
  ]
  const watcher = watchFiles(files(served), {
    ignoreInitial: true,
    awaitWriteFinish: { stabilityThreshold: QUIET_MS, pollInterval: QUIET_MS / 4 },
  })
  let reloading = Promise.resolve()
  watcher.on('all', (_event, file) => {
    reloading = reloading.then(async () => {
      try {
        const document = await loadDocument(source, loadOptions(flags))
        const { behaviours } = await loadConfig(flags.config, source)
        served.use(compileModel(document), behaviours)
        watcher.add(files(served))
        process.stdout.write(`reloaded after a change of ${file}; state is kept\n`)
      } catch (error) {
        process.stderr.write(
          `${file} was changed and cannot be served; the last good version stays\n  ${describe(error)}\n`,
        )
      }
    })
  })
}

function describe(error: unknown): string {
  if (error instanceof ToolError) return `${error.message}\n  ${error.remedy}`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
