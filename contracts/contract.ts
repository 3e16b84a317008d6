/** Turns a case into an interaction: Pact's mock server plays the provider, the real client calls it. */
import { MatchersV3, PactV4 } from '@pact-foundation/pact'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isRecord } from '../src/base/json.js'
import type { ProviderState } from '../src/pact/pact.js'
import { compile, type Shape } from './shape.js'
import { callerMay, callerMayNot } from './states.js'
import { createSystemApi, type SystemApi } from './system-api-client.js'

const PROVIDER = 'zitadel-system-api'
/** Where the interactions of this run are collected; `pacts.test.ts` makes the committed files of them. */
export const COLLECTED = mkdtempSync(path.join(tmpdir(), 'lockstep-contracts-'))

export interface Case {
  readonly operation: string
  readonly status: number
  /** Why the service answers so. */
  readonly cause: string
  readonly given?: readonly ProviderState[]
  readonly caller?: Caller
  readonly method: string
  /** With `${name}` for values that the states have. */
  readonly path: string
  readonly body?: unknown
  readonly instanceHost?: string
  readonly answer: Shape
  readonly headers?: Readonly<Record<string, string>>
  readonly call: (api: SystemApi) => Promise<unknown>
  readonly expects?: (answer: unknown) => void
}

/** Who may, who may not, who gives no token, and who gives one that nobody has. */
export type Caller = 'allowed' | 'forbidden' | 'nobody' | 'unknown'

/** As it stands in the pacts; a provider's own tokens take its place. */
const TOKENS = { allowed: 'lockstep-admin', forbidden: 'lockstep-guest', nobody: undefined, unknown: 'nobody-has-this' }

/** All cases so far, for the tests that count them. */
export const CASES: Case[] = []

/** One consumer, and so one file, for each part of the API: pact files are read again with each interaction. */
export function contract(part: string, cases: readonly Case[]): void {
  CASES.push(...cases)
  describe(`the console and ${part}`, function () {
    // Pact's mock server may answer before it has noted the request: then it says that none came.
    this.retries(4)
    for (const each of cases) {
      it(describeCase(each), () => play(`console-${part.replaceAll(' ', '-')}`, each))
    }
  })
}

function describeCase({ operation, status, cause }: Case): string {
  return `${operation} ${status}: ${cause}`
}

async function play(consumer: string, each: Case): Promise<void> {
  const { caller = 'allowed', answer, status, body, instanceHost } = each
  const pact = new PactV4({ consumer, provider: PROVIDER, dir: COLLECTED, logLevel: 'error' })
  const states = [...(each.given ?? []), ...stateOf(caller)]
  const shape = compile(answer)
  const started = states.reduce(
    (interaction, { name, params }) => interaction.given(name, params as never),
    pact.addInteraction().uponReceiving(describeCase(each)),
  )
  await started
    .withRequest(each.method, injected(each.path, sampleOf(each.path, states)) as never, (request) => {
      request.headers(requestHeaders(caller, body, instanceHost))
      if (body !== undefined) request.jsonBody(injectedBody(body, states))
    })
    .willRespondWith(status, (response) => {
      response.headers({ 'Content-Type': 'application/json', ...each.headers })
      response.jsonBody(shape.sample)
      response.matchingRules({
        body: shape.rules.map((rule) => ({ path: rule.path, rules: rule.matchers as never })),
        ...(each.headers && {
          header: Object.keys(each.headers).map((name) => ({ path: name, rules: ANY_TEXT as never })),
        }),
      })
    })
    .executeTest(async ({ url }) => {
      const api = createSystemApi({ baseUrl: url, token: TOKENS[caller], instanceHost })
      const seen = await each.call(api)
      each.expects?.(seen)
    })
}

const ANY_TEXT = [{ match: 'regex', regex: '.+' }]

function stateOf(caller: Caller): readonly ProviderState[] {
  return caller === 'allowed' ? [callerMay] : caller === 'forbidden' ? [callerMayNot] : []
}

function requestHeaders(caller: Caller, body: unknown, instanceHost: string | undefined) {
  const token = TOKENS[caller]
  return {
    Accept: 'application/json',
    ...(token !== undefined && {
      Authorization: caller === 'unknown' ? `Bearer ${token}` : injected('Bearer ${token}', `Bearer ${token}`),
    }),
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
    ...(instanceHost !== undefined && { 'x-zitadel-instance-host': instanceHost }),
  }
}

/** Replaced by the provider's own values before the request is sent. */
function injected(expression: string, sample: string) {
  return expression.includes('${') ? MatchersV3.fromProviderState(expression, sample) : sample
}

function injectedBody(body: unknown, states: readonly ProviderState[]): unknown {
  if (typeof body === 'string') return injected(body, sampleOf(body, states))
  if (Array.isArray(body)) return body.map((each) => injectedBody(each, states))
  if (!isRecord(body)) return body
  return Object.fromEntries(Object.entries(body).map(([name, member]) => [name, injectedBody(member, states)]))
}

/** `${name}` by what the states' parameters say it is in the pact. */
function sampleOf(expression: string, states: readonly ProviderState[]): string {
  const values = Object.assign({}, ...states.map(({ params }) => params?.['values'] ?? {})) as Record<string, unknown>
  return expression.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => String(values[name]))
}
