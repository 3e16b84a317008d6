import { isRecord } from '../src/base/json.js'
import { describeValue } from '../src/base/text.js'
import type { LoadOptions } from '../src/document/load-options.js'
import { CONFIG_KEYS } from './behave/check-config.js'
import { configError, suggestNames } from './behave/config-error.js'
import type { CallbackOptions, MockOptions } from './mock.js'

/** An option that is not here does not compile. */
type Names<Options> = Readonly<Record<keyof Options, true>>

const OPTIONS: Names<MockOptions> = {
  behaviours: true,
  fixtures: true,
  placeOf: true,
  store: true,
  seed: true,
  clock: true,
  stateless: true,
  dynamic: true,
  ignoreExamples: true,
  errors: true,
  cors: true,
  basePath: true,
  load: true,
  refuse: true,
  strictSessions: true,
  admin: true,
  adminPrefix: true,
  callbacks: true,
  onBug: true,
}
const LOAD: Names<LoadOptions> = {
  allowDirectories: true,
  allowHosts: true,
  overlays: true,
  maxBytes: true,
  lenient: true,
  text: true,
  onFile: true,
}
const CALLBACKS: Names<CallbackOptions> = { allowHosts: true, timeoutMs: true }
const ADMIN: Names<Exclude<MockOptions['admin'], false | undefined>> = { token: true }
const NESTED = { load: LOAD, callbacks: CALLBACKS, admin: ADMIN }

const REMEDY = 'See MockOptions, the type of the options.'

/**
 * Callers without types misspell, and would never learn it: what nobody knows would change nothing. They see the message
 * alone, so it says all.
 * @throws ToolError CONFIG_INVALID that names the nearest option
 */
export function checkOptions(options: unknown): void {
  if (!isRecord(options)) {
    throw configError('createMock', `expected an object of options, got ${describeValue(options)}`, REMEDY)
  }
  checkNames(options, OPTIONS, 'createMock')
  for (const [name, known] of Object.entries(NESTED)) {
    const nested = options[name]
    if (isRecord(nested)) checkNames(nested, known, `createMock, ${name}`)
  }
}

function checkNames(
  options: Readonly<Record<string, unknown>>,
  known: Readonly<Record<string, true>>,
  place: string,
): void {
  const name = Object.keys(options).find((each) => !Object.hasOwn(known, each))
  if (name === undefined) return
  const isInside = known === OPTIONS && CONFIG_KEYS.includes(name)
  const help = isInside ? `Write { behaviours: { ${name}: … } }.` : suggestNames(name, Object.keys(known))
  throw configError(place, `${name} is no option. ${help}`, REMEDY)
}
