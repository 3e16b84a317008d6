import { ToolError, toolError } from '../base/tool-error.js'
import { describeSystemError, tooManyFiles } from '../base/system-error.js'
import { createProgram } from './program.js'
import { describeBug } from './describe-bug.js'

/** By convention (EX_SOFTWARE in sysexits.h): a fault of ours, not of the input or the environment. */
const EXIT_BUG = 70

/** Runs one command; sets the exit status. 0 fine, 1 findings, 2 input, 3 environment, 70 our bug. */
export async function main(args: readonly string[]): Promise<void> {
  outliveReaders()
  try {
    await createProgram().parseAsync(args.map(withoutEquals), { from: 'user' })
  } catch (error) {
    process.exitCode = report(error)
  }
}

/** `-d=false`, as Prism's parser takes it beside `-d false`; behind two dashes ours does it as well. */
function withoutEquals(arg: string): string {
  return arg.replace(/^(-[a-zA-Z])=/, '$1')
}

/**
 * The reader of our output may go away (`| head -1`), which is fine, or the disk may be full, which is reported once.
 * Neither ends a mock that others call.
 */
function outliveReaders(): void {
  let isFull = false
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || isFull) return
    isFull = true
    const status = report(toolError('CANNOT_WRITE', { file: 'standard output', reason: describeSystemError(error) }))
    process.once('exit', () => (process.exitCode ||= status))
  })
  process.stderr.on('error', () => {})
}

function report(thrown: unknown): number {
  // Any `import` can be the one too many.
  const error = tooManyFiles(thrown) ?? thrown
  if (error instanceof ToolError) {
    process.stderr.write(
      `error: ${error.message}\n  ${error.remedy}\n  (${error.code}: lockstep explain ${error.code})\n`,
    )
    return error.exit
  }
  if (isCommanderError(error)) return error.exitCode === 0 ? 0 : 2
  process.stderr.write(describeBug(error))
  return EXIT_BUG
}

/** Commander has printed its message already. */
function isCommanderError(error: unknown): error is { readonly exitCode: number } {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('commander.')
  )
}
