import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folders: string[] = []

/** A path where no file is yet, in a folder that is removed after all tests. */
export async function newSqliteFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-sqlite-'))
  folders.push(folder)
  return join(folder, 'state.db')
}

after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))
