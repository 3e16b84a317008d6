/**
 * Runs Pact's native verifier, in a process of its own: it prints as it likes, reads its settings from the environment,
 * and a crash of native code must not be ours. One job after the other, until the parent goes away.
 */
import { createRequire } from 'node:module'

interface Core {
  readonly verifyPacts?: (options: unknown) => Promise<string>
  readonly default?: { verifyPacts(options: unknown): Promise<string> }
}

const require = createRequire(import.meta.url)

process.on('message', (options) => {
  void run(options).then((answer) => process.send?.(answer))
})
process.on('disconnect', () => process.exit(0))

async function run(options: unknown): Promise<{ readonly json?: string; readonly error?: string }> {
  try {
    const core = require('@pact-foundation/pact-core') as Core
    const verify = core.default ?? core
    return { json: await verify.verifyPacts?.(options) }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    // The verifier rejects with the results as the message.
    return message.startsWith('{') ? { json: message } : { error: message }
  }
}
