import { watch } from 'chokidar'
import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { describeSystemError } from '../base/system-error.js'

/** An editor writes a file in several steps; it is read once it has been quiet this long. */
const QUIET_MS = 100
/** How long the watcher may take to look for a file that is gone. */
const BACK_MS = 5 * QUIET_MS

export interface FileWatch {
  readonly add: (files: readonly string[]) => void
  /** Adds a file that may be missing, folder and all: then it is waited for. */
  readonly expect: (file: string) => void
}

/**
 * Tells of files that change, come or go.
 * @param sinceMs what was changed since then is told too
 * @param onBlind where changes may go unnoticed: a file that cannot be looked at, too many that are watched on this machine
 */
export function watchFiles(
  files: readonly string[],
  sinceMs: number,
  notice: (file: string) => void,
  onBlind: (reason: string) => void,
): FileWatch {
  const watcher = watch([...files], {
    ignoreInitial: true,
    awaitWriteFinish: { stabilityThreshold: QUIET_MS, pollInterval: QUIET_MS / 4 },
  })
  const gone = new Set<string>()
  watcher.on('all', (event, file) => {
    if (event === 'unlink') expectBack(file)
    else gone.delete(file)
    notice(file)
  })
  watcher.on('error', (error) => {
    onBlind(describeSystemError(error))
  })
  watcher.once('ready', () => {
    void changedSince(files, sinceMs).then((missed) => {
      missed.forEach(notice)
    })
  })
  return {
    add: (more) => void watcher.add([...more]),
    expect(file) {
      if (existsSync(file)) watcher.add(file)
      else expectBack(file)
    },
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
