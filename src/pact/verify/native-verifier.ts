import { fork, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { isRecord } from '../../base/json.js'
import { toolError } from '../../base/tool-error.js'
import { NO_AUTHORITY } from './no-authority.js'
import type { NativeMismatch, NativeOptions, NativeResult } from './native-options.js'

/** Pact's native verifier in a process of its own. */
export interface NativeVerifier {
  /** Runs that are asked for at once wait for each other. */
  verify(options: NativeOptions): Promise<readonly NativeResult[]>
  close(): void
}

const PROGRAM = fileURLToPath(new URL('./native-process.js', import.meta.url))
/** Lines that a native crash leaves behind; more helps nobody. */
const MAX_NOISE = 2000

/** @throws ToolError PACT_MISSING when Pact is not installed */
export function openNativeVerifier(): NativeVerifier {
  demandPact()
  let child: ChildProcess | undefined
  let noise = ''
  let last: Promise<unknown> = Promise.resolve()
  const folder = mkdtempSync(path.join(tmpdir(), 'lockstep-verify-'))
  // Plain HTTP needs no certificates, and to load the system's takes most of the time of each interaction.
  const store = path.join(folder, 'store.pem')
  writeFileSync(store, NO_AUTHORITY)

  function started(): ChildProcess {
    if (child?.connected) return child
    noise = ''
    child = fork(PROGRAM, {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [],
      env: {
        ...process.env,
        PACT_DO_NOT_TRACK: 'true',
        LOG_LEVEL: 'fatal',
        SSL_CERT_FILE: store,
      },
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      noise = (noise + chunk.toString()).slice(-MAX_NOISE)
    })
    child.unref()
    child.channel?.unref()
    return child
  }

  return {
    verify: (options) => {
      const run = last.then(() => ask(started(), options, () => noise)).then(readResults)
      last = run.catch(() => undefined)
      return run
    },
    close: () => {
      child?.disconnect()
      child = undefined
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function demandPact(): void {
  try {
    createRequire(import.meta.url).resolve('@pact-foundation/pact-core')
  } catch (error) {
    throw toolError('PACT_MISSING', { package: '@pact-foundation/pact-core@19' }, { cause: error })
  }
}

function ask(child: ChildProcess, options: NativeOptions, noise: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    child.ref()
    const finish = (settle: () => void) => {
      child.off('message', answered)
      child.off('exit', ended)
      child.unref()
      settle()
    }
    const answered = (answer: unknown) => {
      finish(() => {
        if (isRecord(answer) && typeof answer['json'] === 'string') resolve(answer['json'])
        else reject(failure(isRecord(answer) ? String(answer['error']) : 'no answer', noise()))
      })
    }
    const ended = (code: number | null, signal: string | null) => {
      finish(() => {
        reject(failure(`it ended with ${signal ?? String(code)}`, noise()))
      })
    }
    child.on('message', answered)
    child.on('exit', ended)
    child.send(options)
  })
}

function failure(reason: string, noise: string): Error {
  return toolError('PACT_FAILED', { reason: noise === '' ? reason : `${reason}: ${noise.trim()}` })
}

function readResults(json: string): readonly NativeResult[] {
  const document = JSON.parse(json) as unknown
  if (!isRecord(document)) return []
  const failed = [...failuresIn(document['errors'], false), ...failuresIn(document['pendingErrors'], true)]
  const results = list(document['interactionResults']).map((each): NativeResult => {
    const description = String(each['description'])
    const index = failed.findIndex((one) => one.description.includes(description))
    const failedOne = index < 0 ? undefined : failed.splice(index, 1)[0]
    if (failedOne) return { ...failedOne, description }
    return { description, passed: each['result'] === 'OK', pending: false, mismatches: [], error: undefined }
  })
  return [...results, ...failed]
}

function failuresIn(errors: unknown, pending: boolean): NativeResult[] {
  return list(errors).map((each) => {
    const mismatch = isRecord(each['mismatch']) ? each['mismatch'] : {}
    const mismatches = list(mismatch['mismatches']) as unknown as readonly NativeMismatch[]
    return {
      description: String(each['interaction']),
      passed: false,
      pending,
      mismatches,
      error: mismatches.length > 0 ? undefined : describeFailure(mismatch),
    }
  })
}

function describeFailure({ message, ...rest }: Readonly<Record<string, unknown>>): string {
  return typeof message === 'string' ? message : JSON.stringify(rest)
}

function list(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}
