import { execFile } from 'node:child_process'
import { chown, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const INSTALLED = '/usr/lib/postgresql'

export interface Postgres {
  /** Of an empty schema of its own, at each call. */
  newUrl(): Promise<string>
  stop(): Promise<void>
}

/** Why there is no PostgreSQL to try; undefined when there is. */
export async function whyNoPostgres(): Promise<string | undefined> {
  if ((await findBinaries()) === undefined) return `no PostgreSQL under ${INSTALLED}/*/bin: apt-get install postgresql`
  if (process.getuid?.() === 0 && (await serverUser()) === undefined) return 'PostgreSQL refuses to run as root'
  return undefined
}

/** A throw-away cluster that listens on a Unix socket in its own folder, and nowhere else. */
export async function startPostgres(): Promise<Postgres> {
  const binaries = await findBinaries()
  if (binaries === undefined) throw new Error(await whyNoPostgres())
  // A socket's path has about 100 bytes (unix(7)), so not below a long TMPDIR.
  const folder = await mkdtemp('/tmp/lockstep-pg-')
  const user = process.getuid?.() === 0 ? await serverUser() : undefined
  if (user !== undefined) await chown(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const call = (program: string, ...args: string[]) => run(join(binaries, program), args, { cwd: folder, ...user })

  await call('initdb', '-D', data, '-A', 'trust', '-U', 'lockstep', '--no-sync', '-E', 'UTF8', '--locale=C')
  // The disk may forget at once: the tests kill clients, not the machine.
  const settings = `-k ${folder} -c listen_addresses='' -c fsync=off`
  await call('pg_ctl', '-D', data, '-w', '-s', '-l', join(folder, 'log'), '-o', settings, 'start')

  const url = `postgres://lockstep@localhost/postgres?host=${encodeURIComponent(folder)}`
  let schemas = 0
  return {
    newUrl: async () => {
      const { default: pg } = await import('pg')
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      const schema = `s${++schemas}`
      await client.query(`CREATE SCHEMA ${schema}`)
      await client.end()
      return `${url}&options=${encodeURIComponent(`-c search_path=${schema}`)}`
    },
    stop: async () => {
      await call('pg_ctl', '-D', data, '-w', '-s', '-m', 'immediate', 'stop')
      await rm(folder, { recursive: true })
    },
  }
}

/** The newest that is installed. */
async function findBinaries(): Promise<string | undefined> {
  const versions = await readdir(INSTALLED).catch(() => [])
  const newest = versions.map(Number).sort((a, b) => b - a)[0]
  return newest === undefined ? undefined : join(INSTALLED, String(newest), 'bin')
}

/** The package makes a user for its server. */
async function serverUser(): Promise<{ readonly uid: number; readonly gid: number } | undefined> {
  const found = /^postgres:[^:]*:(\d+):(\d+):/m.exec(await readFile('/etc/passwd', 'utf8'))
  return found === null ? undefined : { uid: Number(found[1]), gid: Number(found[2]) }
}
