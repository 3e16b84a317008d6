import { spawn } from 'node:child_process'
import path from 'node:path'

export const BIN = path.resolve(import.meta.dirname, '../../../bin/lockstep.js')

export interface SpawnedMock {
  readonly url: string
  /** Resolves with the first line, of either stream, that holds a text and was not waited for before. */
  line(text: string): Promise<string>
  /** Everything that was said so far. */
  said(): readonly string[]
  stop(): Promise<void>
}

/** `lockstep mock` as a user starts it, once it listens. */
export async function spawnMock(folder: string, ...args: string[]): Promise<SpawnedMock> {
  const child = spawn(process.execPath, [BIN, 'mock', '--port', '0', ...args], { cwd: folder })
  const lines: string[] = []
  const waiting = new Set<() => void>()
  /** Two streams keep no order between them: each line is waited for by itself. */
  const given = new Set<number>()
  const exited = new Promise<void>((resolve) =>
    child.once('exit', () => {
      resolve()
    }),
  )
  for (const stream of [child.stdout, child.stderr]) {
    let rest = ''
    stream.setEncoding('utf8').on('data', (text: string) => {
      const parts = (rest + text).split('\n')
      rest = parts.pop() ?? ''
      lines.push(...parts)
      waiting.forEach((look) => {
        look()
      })
    })
  }
  const line = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const at = lines.findIndex((one, index) => !given.has(index) && one.includes(text))
        if (at === -1) return
        given.add(at)
        waiting.delete(look)
        resolve(lines[at] ?? '')
      }
      waiting.add(look)
      void exited.then(() => {
        reject(new Error(`it ended without saying '${text}':\n${lines.join('\n')}`))
      })
      look()
    })
  const url = /http:\/\/\S+/.exec(await line('lockstep serves'))?.[0] ?? ''
  return {
    url,
    line,
    said: () => lines,
    stop: async () => {
      child.kill('SIGTERM')
      await exited
    },
  }
}

export interface Run {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** One command to its end. */
export function runLockstep(folder: string, ...args: string[]): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [BIN, ...args], { cwd: folder })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (text: Buffer) => (stdout += text.toString()))
    child.stderr.on('data', (text: Buffer) => (stderr += text.toString()))
    child.once('close', (status) => {
      resolve({ status, stdout, stderr })
    })
  })
}
