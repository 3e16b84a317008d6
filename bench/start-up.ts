/** CPU seconds and peak memory from spawn to the first valid answer, in alternating runs. */
import http from 'node:http'
import { cpuSeconds, median, memoryMb, start, stop, type Running } from './process.js'

export interface Starter {
  readonly name: string
  readonly command: readonly string[]
  readonly path: string
}

export interface StartUp {
  readonly name: string
  readonly cpuSeconds: number
  readonly peakMb: number
  readonly ratioTo: (other: string) => { readonly cpu: number; readonly memory: number }
}

export async function compareStartUps(starters: readonly Starter[], rounds: number): Promise<readonly StartUp[]> {
  const figures = new Map(starters.map(({ name }) => [name, { cpu: [] as number[], memory: [] as number[] }]))
  for (let round = 0; round < rounds; round++) {
    for (const starter of round % 2 === 0 ? starters : [...starters].reverse()) {
      const server = await start(starter.name, starter.command)
      await firstAnswer(server, starter.path)
      figures.get(starter.name)?.cpu.push(cpuSeconds(server))
      figures.get(starter.name)?.memory.push(memoryMb(server).peak)
      await stop(server)
    }
  }
  const of = (name: string) => figures.get(name) ?? { cpu: [], memory: [] }
  const paired = (mine: readonly number[], others: readonly number[]) =>
    median(mine.map((figure, round) => figure / (others[round] ?? NaN)))
  return starters.map(({ name }) => ({
    name,
    cpuSeconds: median(of(name).cpu),
    peakMb: median(of(name).memory),
    ratioTo: (other) => ({
      cpu: paired(of(name).cpu, of(other).cpu),
      memory: paired(of(name).memory, of(other).memory),
    }),
  }))
}

/** Asks until there is an answer of 2xx. */
export async function firstAnswer(server: Running, path: string): Promise<void> {
  for (;;) {
    if (server.child.exitCode !== null) throw new Error(`${server.name} ended before it answered`)
    if ((await ask(server.port, path)) < 300) return
  }
}

function ask(port: number, path: string): Promise<number> {
  return new Promise((resolve) => {
    http
      .get({ host: '127.0.0.1', port, path, headers: { accept: 'application/json' } }, (response) => {
        response.resume()
        response.on('end', () => {
          resolve(response.statusCode ?? 999)
        })
      })
      // The server does not listen yet: wait a moment, so that polling does not slow it down.
      .on('error', () => setTimeout(resolve, 5, 999))
  })
}
