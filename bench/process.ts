/** Starts and stops the processes of the benchmark, and reads their CPU time and memory as the system counts them. */
import { spawn, type ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import net from 'node:net'

export interface Running {
  readonly name: string
  readonly port: number
  readonly child: ChildProcess
}

export async function start(name: string, command: readonly string[]): Promise<Running> {
  const port = await freePort()
  const [program, ...args] = command.map((part) => part.replaceAll('{port}', String(port)))
  const child = spawn(program ?? 'node', args, { stdio: ['ignore', 'ignore', 'inherit'] })
  return { name, port, child }
}

export function stop({ child }: Running): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => {
      resolve()
    })
    child.kill('SIGKILL')
  })
}

/** User and system time of a process so far, as the scheduler counts it: `/proc/PID/stat` has ticks of 10 ms. */
export function cpuSeconds({ child }: Running): number {
  const threads = `/proc/${child.pid}/task`
  return readdirSync(threads).reduce((sum, thread) => {
    const [nanoseconds] = readFileSync(`${threads}/${thread}/schedstat`, 'utf8').split(' ')
    return sum + Number(nanoseconds) / 1e9
  }, 0)
}

/** Resident and peak resident memory, in MB. */
export function memoryMb({ child }: Running): { readonly now: number; readonly peak: number } {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  const kb = (field: string) => Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0)
  return { now: kb('VmRSS') / 1024, peak: kb('VmHWM') / 1024 }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo
      server.close(() => {
        resolve(port)
      })
    })
  })
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] ?? NaN) : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2
}
