/**
 * Requests per CPU second of the server, in rounds that alternate between the servers, so that a machine whose speed
 * drifts slows all of them alike. What is reported are medians of the ratios within a round.
 */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { cpuSeconds, median, stop, type Running } from './process.js'

const run = promisify(execFile)
const LOAD = fileURLToPath(new URL('./load.js', import.meta.url))
const CONNECTIONS = 8

export interface Scenario {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly body?: string
}

/** Sends `count` requests; requests per CPU second of the server. @throws when an answer has another status */
async function measure(server: Running, scenario: Scenario, count: number): Promise<number> {
  const before = cpuSeconds(server)
  await load(server, scenario, count)
  return count / (cpuSeconds(server) - before)
}

export async function load(
  server: Running,
  { name, method, path, status, body }: Scenario,
  count: number,
): Promise<void> {
  const args = [LOAD, server.port, count, CONNECTIONS, method, path, status, ...(body === undefined ? [] : [body])]
  const { stdout } = await run(process.execPath, args.map(String))
  const result = JSON.parse(stdout) as { fitting: number; other: string }
  if (result.fitting !== count)
    throw new Error(
      `${server.name}, ${name}: ${result.fitting} of ${count} answers were ${status}; another: ${result.other}`,
    )
}

/** Warms a server until it has spent this much processor time: compilers of the engine settle by work done, not by the clock. */
export async function warm(server: Running, scenario: Scenario, seconds: number): Promise<void> {
  const before = cpuSeconds(server)
  for (let count = 200; cpuSeconds(server) - before < seconds; count = Math.min(count * 2, 5000))
    await load(server, scenario, count)
}

export interface Row {
  readonly server: string
  /** Median requests per CPU second. */
  readonly perCpuSecond: number
  /** Median over rounds of this server's figure divided by the named one's. */
  ratioTo(other: string): number
}

/** Requests per CPU second by server, one for each round or start. */
type Figures = Map<string, number[]>

/** @param counts requests a round for each server: slow ones get fewer, so that a round takes about as long */
export async function compare(
  servers: readonly Running[],
  scenario: Scenario,
  rounds: number,
  counts: (server: Running) => number,
): Promise<readonly Row[]> {
  const figures: Figures = new Map()
  await measureRounds(servers, scenario, rounds, counts, figures)
  return rowsOf(figures)
}

/**
 * As compare, with processes that are started anew several times: two of the same command differ by a tenth and more for
 * as long as they live (what the compilers saw first, where things lie in memory), which no number of rounds takes away.
 * A start therefore counts once, by the median of its rounds.
 * @param startAll is told how often all were started before: who is started and warmed last has it harder for as long as it
 * lives (measured: a tenth), so each must be it as often
 */
export async function compareProcesses(
  startAll: (before: number) => Promise<readonly Running[]>,
  scenario: Scenario,
  { starts, rounds, count }: { readonly starts: number; readonly rounds: number; readonly count: number },
): Promise<readonly Row[]> {
  const figures: Figures = new Map()
  for (let i = 0; i < starts; i++) {
    const servers = await startAll(i)
    const ofStart: Figures = new Map()
    await measureRounds(servers, scenario, rounds, () => count, ofStart)
    for (const [name, rates] of ofStart) figures.set(name, [...(figures.get(name) ?? []), median(rates)])
    await Promise.all(servers.map(stop))
  }
  return rowsOf(figures)
}

async function measureRounds(
  servers: readonly Running[],
  scenario: Scenario,
  rounds: number,
  counts: (server: Running) => number,
  figures: Figures,
): Promise<void> {
  for (const { name } of servers) if (!figures.has(name)) figures.set(name, [])
  for (let round = 0; round < rounds; round++) {
    // Each has each place in the order as often: what runs right after itself, or after an idle moment, has it easier.
    const first = round % servers.length
    for (const server of [...servers.slice(first), ...servers.slice(0, first)]) {
      figures.get(server.name)?.push(await measure(server, scenario, counts(server)))
    }
  }
}

function rowsOf(figures: Figures): readonly Row[] {
  return [...figures].map(([server, mine]) => ({
    server,
    perCpuSecond: median(mine),
    ratioTo: (other) => median(mine.map((figure, round) => figure / (figures.get(other)?.[round] ?? NaN))),
  }))
}
