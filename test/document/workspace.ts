import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { dedent } from '../support/api.js'

/** A folder of files for one test. */
export interface Workspace {
  readonly folder: string
  path(name: string): string
  remove(): Promise<void>
}

/** @param files names (with folders) to texts, which are dedented */
export async function createWorkspace(files: Readonly<Record<string, string>>): Promise<Workspace> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'lockstep-')))
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), dedent(text))
  }
  return {
    folder,
    path: (name) => join(folder, name),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
