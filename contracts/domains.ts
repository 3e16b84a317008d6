/** Host names of instances. */
import { expect } from 'chai'
import { added, ALREADY_EXISTS, changed, domain, INVALID_ARGUMENT, NOT_FOUND, pageOf } from './answers.js'
import { contract, type Case } from './contract.js'
import { forbidden, refusal, unauthenticated, unknownInstance, type Request } from './refusals.js'
import { flag } from './shape.js'
import { DOMAIN, domainExists, domainIsMissing, INSTANCE, instanceExists } from './states.js'
import type { Domain, Page } from './system-api-client.js'

const DOMAINS = '/system/v1/instances/${instanceId}/domains'
const MISSING = 'nobody.acme.example'

const exists: Request = {
  operation: 'SystemService_ExistsDomain',
  method: 'POST',
  path: '/system/v1/domains/${domain}/_exists',
  body: {},
  given: [instanceExists, domainExists],
  call: (api) => api.existsDomain(DOMAIN),
}
const search: Request = {
  operation: 'SystemService_ListDomains',
  method: 'POST',
  path: `${DOMAINS}/_search`,
  body: {},
  call: (api, id) => api.listDomains(id),
}
const add: Request = {
  operation: 'SystemService_AddDomain',
  method: 'POST',
  path: DOMAINS,
  body: { domain: 'new.acme.example' },
  call: (api, id) => api.addDomain(id, 'new.acme.example'),
}
const remove: Request = {
  operation: 'SystemService_RemoveDomain',
  method: 'DELETE',
  path: `${DOMAINS}/\${domain}`,
  given: [domainExists],
  call: (api, id) => api.removeDomain(id, DOMAIN),
}
const choose: Request = {
  operation: 'SystemService_SetPrimaryDomain',
  method: 'POST',
  path: `${DOMAINS}/_set_primary`,
  body: { domain: '${domain}' },
  given: [domainExists],
  call: (api, id) => api.setPrimaryDomain(id, DOMAIN),
}

contract('domains', [
  {
    ...well(exists, 'an instance owns it', { exists: flag(true) }),
    expects: (answer) => {
      expect(answer).to.deep.equal({ exists: true })
    },
  },
  {
    ...well(exists, 'nobody owns it', {}),
    given: [instanceExists, domainIsMissing],
    call: (api) => api.existsDomain(MISSING),
  },
  ...unauthenticated(exists),
  forbidden(exists),

  {
    ...well(search, 'it has one', pageOf(domain)),
    given: [instanceExists, domainExists],
    expects: (page) => {
      expect((page as Page<Domain>).result?.[0]?.domain).to.equal(DOMAIN)
    },
  },
  invalid(search, 'a filter is empty', { queries: [{}] }, 'List query is invalid', 'INST-Ags42'),
  ...unauthenticated(search),
  forbidden(search),
  unknownInstance(search),

  { ...well(add, 'nobody has it', added), given: [instanceExists] },
  invalid(add, 'it holds a blank', { domain: 'a b' }, 'Domain contains a character that is not allowed', 'INST-S3v3w'),
  refusal(
    {
      ...add,
      body: { domain: '${domain}' },
      given: [instanceExists, domainExists],
      cause: 'it is taken',
      call: (api, id) => api.addDomain(id, DOMAIN),
    },
    409,
    {
      code: ALREADY_EXISTS,
      message: 'Domain already exists',
      id: 'INST-i2nl',
    },
  ),
  ...unauthenticated(add),
  forbidden(add),
  unknownInstance(add),

  well(remove, 'the instance has it', changed),
  missing(remove, 'INSTANCE-8ls9f', (api, id) => api.removeDomain(id, MISSING)),
  ...unauthenticated(remove),
  forbidden(remove),
  { ...unknownInstance({ ...remove, path: `${DOMAINS}/${DOMAIN}`, given: [] }) },

  well(choose, 'the instance has it', changed),
  invalid(choose, 'no domain is named', { domain: '' }, 'invalid SetPrimaryDomainRequest.Domain'),
  missing(choose, 'INSTANCE-9nkWf', (api, id) => api.setPrimaryDomain(id, MISSING)),
  ...unauthenticated(choose),
  forbidden(choose),
  { ...unknownInstance({ ...choose, body: { domain: DOMAIN }, given: [] }) },
])

function well(request: Request, cause: string, answer: Case['answer']): Case {
  const given = [instanceExists, ...(request.given ?? []).filter((state) => state !== instanceExists)]
  return { ...request, status: 200, cause, given, answer, call: (api) => request.call(api, INSTANCE) }
}

function missing(request: Request, id: string, call: Request['call']): Case {
  const answer = { code: NOT_FOUND, message: 'Domain not found', id }
  return refusal(
    { ...request, given: [instanceExists, domainIsMissing], cause: 'the instance lacks it', call },
    404,
    answer,
  )
}

function invalid(
  request: Request,
  cause: string,
  body: Readonly<Record<string, unknown>>,
  message: string,
  id?: string,
): Case {
  const domain = typeof body['domain'] === 'string' ? body['domain'] : ''
  const calls: Record<string, Request['call']> = {
    [search.operation]: (api, at) => api.listDomains(at, body),
    [add.operation]: (api, at) => api.addDomain(at, domain),
    [choose.operation]: (api, at) => api.setPrimaryDomain(at, domain),
  }
  const answer = { code: INVALID_ARGUMENT, message, ...(id !== undefined && { id }) }
  const asked = { ...request, body, given: [instanceExists], cause, call: calls[request.operation] ?? request.call }
  return refusal(asked, 400, answer)
}
