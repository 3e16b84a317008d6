/**
 * `npm run bench`: every figure of docs/benchmarks.md. Servers and load generator are processes of their own; rounds
 * alternate, and processes are started anew; what counts are ratios within a start. `npm run bench -- --quick` takes
 * fewer; `--write` keeps the output in docs/benchmarks.md; `--only 'valid POST'` measures that one scenario against the
 * hand-written servers.
 */
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import os from 'node:os'
import { promisify } from 'node:util'
import { githubFile, writeDocuments, type Documents } from './documents.js'
import { median, memoryMb, start, stop, type Running } from './process.js'
import { firstAnswer, compareStartUps } from './start-up.js'
import { petBody } from './servers/pets.js'
import { compare, compareProcesses, load, warm, type Scenario } from './throughput.js'

const isQuick = process.argv.includes('--quick')
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined
const ROUNDS = isQuick ? 3 : 5
/** Processor seconds of warming for each server and scenario. */
const WARM_SECONDS = isQuick ? 1 : 3
/** How often the servers of a scenario are started anew; a number that gives each of four each place in the order. */
const STARTS = isQuick ? 2 : 4
/** Reads of each kind before a scenario is warmed: no server is used for one thing alone. */
const MIXTURE_COUNT = 1_000
const COUNT = isQuick ? 5_000 : 20_000
/** Prism answers some hundred requests in a CPU second. */
const PRISM_COUNT = isQuick ? 100 : 300
/** Between two looks at the memory. */
const MEMORY_STEP = isQuick ? 25_000 : 100_000
const MEMORY_STEPS = isQuick ? 4 : 10
const body = JSON.stringify(petBody)
const ITEM: Scenario = { name: 'read one item', method: 'GET', path: '/pets/1', status: 200 }
const POST: Scenario = { name: 'valid POST', method: 'POST', path: '/pets', status: 201, body }
const REFUSED: Scenario = {
  name: 'refused POST',
  method: 'POST',
  path: '/pets',
  status: 400,
  body: JSON.stringify({ ...petBody, name: '', kind: 'fish', age: -1 }),
}
const LIST: Scenario = { name: 'list of 20', method: 'GET', path: '/pets', status: 200 }

const node = process.execPath
const lines: string[] = []
const say = (line = '') => {
  lines.push(line)
  process.stdout.write(`${line}\n`)
}

const mockOf = (document: string) => [
  node,
  'bin/lockstep.js',
  'mock',
  '--log',
  'silent',
  '--no-watch',
  '-p',
  '{port}',
  document,
]
const prismOf = (document: string) => [
  node,
  'node_modules/@stoplight/prism-cli/dist/index.js',
  'mock',
  '-p',
  '{port}',
  document,
]
const own = (name: string, ...args: readonly string[]) => [node, `dist/bench/servers/${name}.js`, '{port}', ...args]

const documents = writeDocuments()
say(
  `Measured ${new Date().toISOString().slice(0, 10)} on ${os.cpus()[0]?.model ?? 'an unknown processor'}, Node ${process.version}, ${STARTS} starts of 3 rounds each where servers are compared. Figures are requests per CPU second of the server; ratios are medians over starts.`,
)
await throughput(documents)
if (only !== undefined) process.exit()
await againstPrism(documents)
await routes(documents)
await logging(documents)
await startUps(documents)
await memory(documents)
await firstAnswers()
if (process.argv.includes('--write'))
  writeFileSync(
    'docs/benchmarks.md',
    `# Benchmarks\n\nThe last output of \`npm run bench -- --write\`.\n\n${lines.join('\n')}\n`,
  )

async function throughput({ small }: Documents): Promise<void> {
  const commands: readonly Command[] = [
    ['node:http', own('node-http')],
    ['Express 5', own('express')],
    ['lockstep mock', mockOf(small)],
    ['lockstep in Express', own('lockstep-in-express', small)],
  ]
  table(['scenario', 'server', 'per CPU second', '÷ Express 5', '÷ node:http'])
  for (const scenario of [ITEM, LIST, POST].filter(({ name }) => only === undefined || name === only)) {
    const startAll = async (before: number) => {
      const servers = await started(rotated(commands, before))
      for (const server of servers) {
        // Twenty pets everywhere: the hand-written servers have them from the start.
        if (server.name.startsWith('lockstep')) await load(server, POST, 20)
        for (const each of [ITEM, LIST]) await load(server, each, MIXTURE_COUNT)
      }
      for (const server of servers) await warm(server, scenario, WARM_SECONDS)
      return servers
    }
    for (const row of await compareProcesses(startAll, scenario, { starts: STARTS, rounds: 3, count: COUNT / 2 })) {
      say(
        `| ${scenario.name} | ${row.server} | ${Math.round(row.perCpuSecond)} | ${fixed(row.ratioTo('Express 5'))} | ${fixed(row.ratioTo('node:http'))} |`,
      )
    }
  }
  if (only === undefined) await refusedToValid(small)
}

/** The same process answers both, and gets fewer requests: what is created stays, and the state has its bound. */
async function refusedToValid(small: string): Promise<void> {
  const figures: number[] = []
  for (let start = 0; start < STARTS; start++) {
    const [mock] = await started([['lockstep mock', mockOf(small)]])
    if (!mock) return
    for (const scenario of [POST, REFUSED]) await warm(mock, scenario, WARM_SECONDS)
    const ofStart: number[] = []
    for (let round = 0; round < 3; round++) {
      const [valid] = await compare([mock], POST, 1, () => COUNT / 4)
      const [refused] = await compare([mock], REFUSED, 1, () => COUNT / 4)
      ofStart.push((refused?.perCpuSecond ?? NaN) / (valid?.perCpuSecond ?? NaN))
    }
    figures.push(median(ofStart))
    await stop(mock)
  }
  say(`| refused POST ÷ valid POST | lockstep mock | ${fixed(median(figures))} | | |`)
}

async function againstPrism({ small, github }: Documents): Promise<void> {
  table(['document', 'server', 'per CPU second', '÷ Prism'])
  for (const [name, document] of [
    ['small', small],
    ['GitHub', github],
  ] as const) {
    const servers = await started([
      ['Prism 5.14.2', prismOf(document)],
      ['lockstep mock', mockOf(document)],
    ])
    for (const server of servers) if (server.name.startsWith('lockstep')) await load(server, POST, 1)
    for (const server of servers) await warm(server, ITEM, WARM_SECONDS)
    for (const row of await compare(servers, ITEM, ROUNDS, ({ name: of }) =>
      of.startsWith('Prism') ? PRISM_COUNT : COUNT,
    )) {
      say(`| ${name} | ${row.server} | ${Math.round(row.perCpuSecond)} | ${fixed(row.ratioTo('Prism 5.14.2'))} |`)
    }
    await Promise.all(servers.map(stop))
  }
}

async function routes({ small, github, many }: Documents): Promise<void> {
  table(['the same operation among', 'per CPU second', '÷ among 3'])
  for (const row of await compareItem([
    ['3 operations', mockOf(small)],
    ['3 operations, again', mockOf(small)],
    ['1,226 operations', mockOf(github)],
    ['11,425 operations', mockOf(many)],
  ])) {
    say(`| ${row.server} | ${Math.round(row.perCpuSecond)} | ${fixed(row.ratioTo('3 operations'))} |`)
  }
}

async function logging({ small }: Documents): Promise<void> {
  const logged = mockOf(small).map((part) => (part === 'silent' ? 'info' : part))
  table(['request log', 'per CPU second', '÷ off'])
  for (const row of await compareItem([
    ['log off', mockOf(small)],
    ['log on', logged],
  ])) {
    say(`| ${row.server} | ${Math.round(row.perCpuSecond)} | ${fixed(row.ratioTo('log off'))} |`)
  }
}

/** For differences of a few per cent: fewer rounds with each process, and more processes. */
function compareItem(commands: readonly Command[]): ReturnType<typeof compareProcesses> {
  const startAll = async (before: number) => {
    const servers = await started(rotated(commands, before))
    for (const server of servers) await load(server, POST, 1)
    for (const server of servers) await warm(server, ITEM, WARM_SECONDS)
    return servers
  }
  return compareProcesses(startAll, ITEM, { starts: isQuick ? 4 : 8, rounds: isQuick ? 2 : 3, count: COUNT })
}

async function startUps({ small, github }: Documents): Promise<void> {
  const rounds = ROUNDS
  table(['from spawn to the first valid answer', 'CPU seconds', 'peak MB', 'CPU ÷', 'memory ÷'])
  const ofSmall = await compareStartUps(
    [
      { name: 'Express 5', command: own('express'), path: '/pets/1' },
      { name: 'lockstep mock, small', command: mockOf(small), path: '/pets' },
      { name: 'Prism 5.14.2, small', command: prismOf(small), path: '/pets' },
    ],
    rounds,
  )
  for (const row of ofSmall) startUpRow(row, 'Express 5')
  const ofGithub = await compareStartUps(
    [
      { name: 'reads and parses GitHub', command: own('parse-only', github), path: '/' },
      { name: 'lockstep mock, GitHub', command: mockOf(github), path: '/pets' },
    ],
    rounds,
  )
  for (const row of ofGithub) startUpRow(row, 'reads and parses GitHub')
}

/** Requests that no well-behaved client sends: none of them may leave anything in memory. */
async function memory({ small }: Documents): Promise<void> {
  const hostile: readonly Scenario[] = [
    { name: 'unknown path', method: 'GET', path: '/nothing/{n}', status: 404 },
    { name: 'unknown item', method: 'GET', path: '/pets/9{n}', status: 404 },
    { name: 'malformed JSON', method: 'POST', path: '/pets', status: 400, body: '{"name":' },
    { name: 'deep JSON', method: 'POST', path: '/pets', status: 400, body: '['.repeat(5000) },
    { name: 'long query', method: 'GET', path: `/pets/1?{n}=${'x'.repeat(500)}`, status: 200 },
  ]
  const [server] = await started([['lockstep mock', mockOf(small)]])
  if (!server) return
  await load(server, POST, 20)
  const scenarios = [ITEM, LIST, REFUSED, ...hostile]
  const each = Math.round(MEMORY_STEP / scenarios.length)
  const sizes: number[] = []
  for (let step = 0; step < MEMORY_STEPS; step++) {
    for (const scenario of scenarios) await load(server, scenario, each)
    sizes.push(memoryMb(server).now)
  }
  await stop(server)
  const [first = NaN, ...later] = sizes
  table(['resident memory, hostile requests among all', 'MB', '÷ after the first'])
  say(`| after ${each * scenarios.length} requests | ${Math.round(first)} | 1.00 |`)
  const last = later.at(-1) ?? NaN
  say(`| after ${each * scenarios.length * MEMORY_STEPS} requests | ${Math.round(last)} | ${fixed(last / first)} |`)
}

async function firstAnswers(): Promise<void> {
  table(["GitHub's JSON GETs, each asked once", 'asked', 'valid', 'of them successes', 'median ms', 'p95 ms'])
  for (const mode of ['with state', 'stateless']) {
    const args = ['dist/bench/first-answers.js', githubFile(), mode]
    const { stdout } = await promisify(execFile)(node, args, { maxBuffer: 1e7 })
    const found = JSON.parse(stdout) as Record<'asked' | 'valid' | 'succeeded' | 'medianMs' | 'p95Ms', number>
    const { asked, valid, succeeded, medianMs, p95Ms } = found
    say(`| ${mode} | ${asked} | ${valid} | ${succeeded} | ${medianMs.toFixed(1)} | ${p95Ms.toFixed(1)} |`)
  }
}

function startUpRow(row: Awaited<ReturnType<typeof compareStartUps>>[number], other: string): void {
  const { cpu, memory } = row.ratioTo(other)
  say(`| ${row.name} | ${row.cpuSeconds.toFixed(2)} | ${Math.round(row.peakMb)} | ${fixed(cpu)} | ${fixed(memory)} |`)
}

type Command = readonly [name: string, command: readonly string[]]

function rotated(commands: readonly Command[], by: number): readonly Command[] {
  const first = by % commands.length
  return [...commands.slice(first), ...commands.slice(0, first)]
}

async function started(commands: readonly Command[]): Promise<Running[]> {
  const servers = await Promise.all(commands.map(([name, command]) => start(name, command)))
  for (const server of servers) await firstAnswer(server, '/pets')
  return servers
}

function table(columns: readonly string[]): void {
  say()
  say(`| ${columns.join(' | ')} |`)
  say(`|${columns.map(() => ' --- |').join('')}`)
}

function fixed(value: number): string {
  return value.toFixed(2)
}
