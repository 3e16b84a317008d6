/**
 * Everything that can stop us and that a person can mend: code, sentence, remedy, exit status, in one table.
 * Exit: 1 findings, 2 input, 3 environment. Anything else that is thrown is our bug (70).
 */
const TOOL_ERRORS = {
  DOCUMENT_NOT_FOUND: {
    exit: 2,
    says: 'cannot read {source}: {reason}',
    remedy: 'Check the path or URL.',
  },
  DOCUMENT_EMPTY: {
    exit: 2,
    says: '{source} is empty',
    remedy: 'An OpenAPI document starts with `openapi: 3.1.0` (or `swagger: "2.0"`).',
  },
  DOCUMENT_SYNTAX: {
    exit: 2,
    says: '{place}: {reason}',
    remedy: 'Fix the syntax there.',
  },
  DOCUMENT_NOT_OPENAPI: {
    exit: 2,
    says: '{place}: this is not an OpenAPI document: {reason}',
    remedy: 'It needs `openapi: 3.x.y` or `swagger: "2.0"` at its top, and an object behind `paths`.',
  },
  DOCUMENT_TOO_LARGE: {
    exit: 2,
    says: '{source} is beyond a limit: {reason}',
    remedy: 'Make it smaller; where a flag is named, it can raise the limit.',
  },
  DOCUMENT_REFUSED: {
    exit: 2,
    says: '{place}: {reason}',
    remedy: '{remedy}',
  },
  OVERLAY_INVALID: {
    exit: 2,
    says: '{place}: {reason}',
    remedy: 'See the OpenAPI Overlay Specification.',
  },
  USAGE: { exit: 2, says: '{reason}', remedy: 'See `lockstep --help`.' },
  CONFIG_INVALID: { exit: 2, says: '{place}: {reason}', remedy: '{remedy}' },
  ADMIN_PREFIX_TAKEN: {
    exit: 2,
    says: 'the document declares {path}, where the admin API would stand ({prefix})',
    remedy: 'Put the admin API elsewhere with --admin-prefix.',
  },
  PORT_TAKEN: {
    exit: 3,
    says: 'port {port} on {host} is in use',
    remedy: 'Stop the other process, or choose a port with --port (0 for any).',
  },
  STATE_UNKNOWN: {
    exit: 2,
    says: 'cannot keep the state in {place}: expected a file or a PostgreSQL database',
    remedy: 'Use a path (./state.db, ./state.db?sync=full), sqlite:PATH or postgres://USER@HOST/DATABASE.',
  },
  STATE_UNREACHABLE: {
    exit: 3,
    says: 'cannot open the state in {place}: {reason}',
    remedy: 'Check that the folder exists and is writable, or that the database runs and lets you in.',
  },
  OPERATION_UNKNOWN: {
    exit: 2,
    says: 'the document has no operation {name}',
    remedy: '{remedy}',
  },
  CANNOT_WRITE: { exit: 3, says: 'cannot write {file}: {reason}', remedy: 'Check the path and its permissions.' },
  CANNOT_LISTEN: { exit: 3, says: 'cannot listen on {host}:{port}: {reason}', remedy: 'Check --host and --port.' },
  TOO_MANY_FILES: {
    exit: 3,
    says: 'the system lets this process open no more files: {reason}',
    remedy: 'Raise the limit (`ulimit -n 4096`), or close what else has files open.',
  },
  PACT_MISSING: {
    exit: 3,
    says: 'this needs {package}, which is not installed',
    remedy: 'npm install --save-dev {package}',
  },
  PACT_FAILED: {
    exit: 3,
    says: "Pact's verifier could not run: {reason}",
    remedy: 'Check that its native library fits this system: npm ls @pact-foundation/pact-core.',
  },
  PACT_UNREADABLE: { exit: 2, says: '{place}: {reason}', remedy: 'Expected a pact file (JSON), or a folder of them.' },
  NOTHING_TO_VERIFY: {
    exit: 2,
    says: 'there is nothing to verify: {reason}',
    remedy: 'Check --pact, --only, or the selectors of the broker.',
  },
  PACTS_NOT_PUBLISHED: {
    exit: 3,
    says: 'the broker at {url} refused the pacts',
    remedy: 'Check --broker-token; the content of a version cannot change once it is published.',
  },
  RESULTS_NOT_PUBLISHED: {
    exit: 3,
    says: 'the broker at {url} refused the results',
    remedy:
      'Check --broker-token, --provider-name and the version of the broker (2.86 or newer for --provider-branch).',
  },
  MOCK_UNREACHABLE: {
    exit: 3,
    says: 'cannot reach a mock at {url}: {reason}',
    remedy: 'Start it, or name another with --url, or a durable state with --state.',
  },
  PROVIDER_UNREACHABLE: {
    exit: 3,
    says: 'cannot reach the provider at {url}: {reason}',
    remedy: 'Start it, or check --provider.',
  },
} as const satisfies Record<string, { exit: 1 | 2 | 3; says: string; remedy: string }>

export type ToolErrorCode = keyof typeof TOOL_ERRORS

type Slots<Text extends string> = Text extends `${string}{${infer Slot}}${infer Rest}` ? Slot | Slots<Rest> : never
type ToolErrorValues<Code extends ToolErrorCode> = Readonly<
  Record<Slots<(typeof TOOL_ERRORS)[Code]['says']> | Slots<(typeof TOOL_ERRORS)[Code]['remedy']>, string | number>
>

/** We cannot go on, and a person can help. A missing or misspelt slot does not compile. */
export class ToolError extends Error {
  readonly code: ToolErrorCode
  readonly exit: number
  readonly remedy: string

  constructor(code: ToolErrorCode, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ToolError'
    this.code = code
    this.exit = TOOL_ERRORS[code].exit
    this.remedy = remedy
  }
}

/** @example throw toolError('PORT_TAKEN', { port, host }) */
export function toolError<Code extends ToolErrorCode>(
  code: Code,
  values: ToolErrorValues<Code>,
  options?: ErrorOptions,
): ToolError {
  const { says, remedy } = TOOL_ERRORS[code]
  return new ToolError(code, fill(says, values), fill(remedy, values), options)
}

export const toolErrorCodes = Object.keys(TOOL_ERRORS) as readonly ToolErrorCode[]

/** Sentence, remedy and exit status of a code, slots left open. */
export function describeToolError(code: ToolErrorCode): string {
  const { says, remedy, exit } = TOOL_ERRORS[code]
  return `${says}. ${remedy} (exit ${exit})`
}

function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (_, slot: string) => String(values[slot]))
}
