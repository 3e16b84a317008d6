import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { toolError } from '../base/tool-error.js'
import { loadPacts } from './verify/load-pacts.js'

export interface PublishOptions {
  readonly broker: string
  readonly brokerToken?: string
  readonly brokerUsername?: string
  readonly brokerPassword?: string
  /** Of the consumer. */
  readonly version: string
  readonly branch?: string
  readonly tags: readonly string[]
  readonly buildUrl?: string
  /** The folder from which Pact's command line is looked for, when it does not stand beside lockstep. */
  readonly from?: string
}

const PACKAGE = '@pact-foundation/pact-cli'

/**
 * Publishes by Pact's own command line, which is no dependency: it is large, and few need it.
 * @throws ToolError PACT_MISSING, PACT_UNREADABLE, PACTS_NOT_PUBLISHED
 */
export async function publishPacts(places: readonly string[], options: PublishOptions): Promise<void> {
  // What is no pact is said before anybody is told.
  const pacts = await loadPacts(places)
  const program = findProgram(options.from ?? process.cwd())
  const { broker, version, branch, tags, buildUrl } = options
  const status = await run(
    [
      program,
      'publish',
      ...pacts.map(({ place }) => asPattern(place)),
      ...['--broker-base-url', broker, '--consumer-app-version', version],
      ...(branch === undefined ? [] : ['--branch', branch]),
      ...tags.flatMap((tag) => ['--tag', tag]),
      ...(buildUrl === undefined ? [] : ['--build-url', buildUrl]),
    ],
    options,
  )
  if (status !== 0) throw toolError('PACTS_NOT_PUBLISHED', { url: broker })
}

function findProgram(from: string): string {
  for (const place of [import.meta.url, pathToFileURL(path.join(from, 'package.json'))]) {
    try {
      return path.join(path.dirname(createRequire(place).resolve(`${PACKAGE}/package.json`)), 'bin', 'pact-broker.js')
    } catch {
      // Perhaps at the other place.
    }
  }
  throw toolError('PACT_MISSING', { package: PACKAGE })
}

/** The command line takes patterns: what is special in them is meant as it stands. */
function asPattern(file: string): string {
  return file.replaceAll(/[[\]?*]/g, '[$&]')
}

/** Secrets go by the environment: arguments are seen by everybody on the machine. */
function run(args: readonly string[], options: PublishOptions): Promise<number | null> {
  const { brokerToken, brokerUsername, brokerPassword } = options
  const child = spawn(process.execPath, args, {
    stdio: 'inherit',
    env: {
      ...process.env,
      PACT_DO_NOT_TRACK: 'true',
      ...(brokerToken === undefined ? {} : { PACT_BROKER_TOKEN: brokerToken }),
      ...(brokerUsername === undefined ? {} : { PACT_BROKER_USERNAME: brokerUsername }),
      ...(brokerPassword === undefined ? {} : { PACT_BROKER_PASSWORD: brokerPassword }),
    },
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  })
}
