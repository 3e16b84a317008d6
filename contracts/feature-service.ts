/** The same flags from inside of an instance: system, instance, organization and user. */
import { expect } from 'chai'
import { changed, flagFrom, INVALID_ARGUMENT, owned } from './answers.js'
import { contract, type Case } from './contract.js'
import { forbidden, refusal, unauthenticated, unknownHost, type Request } from './refusals.js'
import { flagsAreSet } from './states.js'
import type { Flags } from './system-api-client.js'

interface Level {
  readonly name: string
  readonly path: string
  /** Some flag exists at this level. */
  readonly flagged?: 'system' | 'instance'
}

const LEVELS: readonly Level[] = [
  { name: 'System', path: 'system', flagged: 'system' },
  { name: 'Instance', path: 'instance', flagged: 'instance' },
  { name: 'Organization', path: 'organization/69629026806489455' },
  { name: 'User', path: 'user/70669147545070419' },
]

for (const level of LEVELS) contract(`${level.name.toLowerCase()} features`, casesOf(level))

function casesOf(level: Level): readonly Case[] {
  const path = `/v2/features/${level.path}`
  const flags = level.flagged ? { loginDefaultOrg: true } : {}
  const set: Request = {
    operation: `FeatureService_Set${level.name}Features`,
    method: 'PUT',
    path,
    body: flags,
    call: (api) => api.setFlags(level.path, flags),
  }
  const reset: Request = {
    operation: `FeatureService_Reset${level.name}Features`,
    method: 'DELETE',
    path,
    call: (api) => api.resetFlags(level.path),
  }
  const read: Request = {
    operation: `FeatureService_Get${level.name}Features`,
    method: 'GET',
    path,
    call: (api) => api.getFlags(level.path),
  }
  return [
    well(set, level.flagged ? 'a flag is set' : 'nothing is set', level.flagged ? changed : owned),
    ...noFlags(set, level),
    ...refusals(set),
    forbidden(set),
    ...(level.flagged ? [{ ...well(reset, 'some are set', changed), given: [flagsAreSet(level.flagged)] }] : []),
    well(reset, 'none are set', owned),
    ...refusals(reset),
    forbidden(reset),
    ...(level.flagged ? [shown(read, level.flagged)] : []),
    well(read, 'whatever is set', owned),
    ...refusals(read),
  ]
}

function well(request: Request, cause: string, answer: Case['answer']): Case {
  return { ...request, status: 200, cause, answer, call: (api) => request.call(api, '') }
}

function refusals(request: Request): readonly Case[] {
  return [...unauthenticated(request), unknownHost(request)]
}

function shown(request: Request, level: 'system' | 'instance'): Case {
  return {
    ...well(request, 'one is set', flagFrom(level === 'system' ? 'SOURCE_SYSTEM' : 'SOURCE_INSTANCE')),
    given: [flagsAreSet(level)],
    expects: (flags) => {
      expect((flags as Flags).loginDefaultOrg?.enabled).to.equal(true)
    },
  }
}

function noFlags(request: Request, level: Level): readonly Case[] {
  if (!level.flagged) return []
  const asked = {
    ...request,
    body: {},
    cause: 'no flag is given',
    call: ((api) => api.setFlags(level.path, {})) as Request['call'],
  }
  return [refusal(asked, 400, { code: INVALID_ARGUMENT, message: 'No changes found', id: 'COMMAND-Vigh1' })]
}
