/** Tenants from creation to removal, and their administrators. */
import { expect } from 'chai'
import {
  added,
  ALREADY_EXISTS,
  FAILED_PRECONDITION,
  instance,
  INVALID_ARGUMENT,
  made,
  member,
  pageOf,
} from './answers.js'
import { contract, type Case } from './contract.js'
import { forbidden, refusal, unauthenticated, unknownInstance, type Request } from './refusals.js'
import { DOMAIN, domainExists, INSTANCE, instanceCalled, instanceExists } from './states.js'
import type { Body, Instance, Made, Page } from './system-api-client.js'

const owner = { userName: 'bill', email: { email: 'bill@initech.example' } }
const TOO_LONG = 'x'.repeat(201)
const ONE = '/system/v1/instances/${instanceId}'

const search: Request = {
  operation: 'SystemService_ListInstances',
  method: 'POST',
  path: '/system/v1/instances/_search',
  body: { queries: [{ idQuery: { ids: [INSTANCE] } }] },
  call: (api) => api.listInstances({ queries: [{ idQuery: { ids: [INSTANCE] } }] }),
}
const add: Request = {
  operation: 'SystemService_AddInstance',
  method: 'POST',
  path: '/system/v1/instances',
  body: { instanceName: 'Umbrella', ownerEmail: { email: 'root@umbrella.example' } },
  call: (api) => api.addInstance({ instanceName: 'Umbrella', ownerEmail: { email: 'root@umbrella.example' } }),
}
const create: Request = {
  operation: 'SystemService_CreateInstance',
  method: 'POST',
  path: '/system/v1/instances/_create',
  body: { instanceName: 'Initech', human: owner },
  call: (api) => api.createInstance({ instanceName: 'Initech', human: owner }),
}
const read: Request = {
  operation: 'SystemService_GetInstance',
  method: 'GET',
  path: ONE,
  call: (api, id) => api.getInstance(id),
}
const rename: Request = {
  operation: 'SystemService_UpdateInstance',
  method: 'PUT',
  path: ONE,
  body: { instanceName: 'ACME International' },
  call: (api, id) => api.updateInstance(id, 'ACME International'),
}
const remove: Request = {
  operation: 'SystemService_RemoveInstance',
  method: 'DELETE',
  path: ONE,
  call: (api, id) => api.removeInstance(id),
}
const members: Request = {
  operation: 'SystemService_ListIAMMembers',
  method: 'POST',
  path: `${ONE}/members/_search`,
  body: {},
  call: (api, id) => api.listMembers(id),
}

contract('instances', [
  {
    ...search,
    status: 200,
    cause: 'one is asked for by its id',
    given: [instanceExists],
    body: { queries: [{ idQuery: { ids: ['${instanceId}'] } }] },
    answer: pageOf(instance),
    call: (api) => api.listInstances({ queries: [{ idQuery: { ids: [INSTANCE] } }] }),
    expects: (page) => {
      expect((page as Page<Instance>).result?.[0]?.id).to.equal(INSTANCE)
    },
  },
  invalid(search, 'the page is too large', { query: { limit: 1001 } }, 'Limit is larger than allowed', 'QUERY-4M0fs'),
  ...unauthenticated(search),
  forbidden(search),

  created(add, 'a person owns it', add.body),
  invalid(add, 'it has no name', { ownerEmail: { email: 'root@umbrella.example' } }, 'invalid InstanceName'),
  taken(add, { ...(add.body as object), customDomain: '${domain}' }),
  ...unauthenticated(add),
  forbidden(add),

  created(create, 'a person owns it', create.body),
  created(create, 'a program owns it', { instanceName: 'Initech', machine: { userName: 'robot', name: 'Robot' } }),
  invalid(
    create,
    'it has no owner',
    { instanceName: 'Initech' },
    'invalid CreateInstanceRequest.Owner: value is required',
  ),
  taken(create, { ...(create.body as object), customDomain: '${domain}' }),
  ...unauthenticated(create),
  forbidden(create),

  { ...found(read), answer: { instance }, expects: sameInstance },
  ...unauthenticated(read),
  forbidden(read),
  unknownInstance(read),

  { ...found(rename), cause: 'it gets another name', answer: added },
  invalid(rename, 'the name is too long', { instanceName: TOO_LONG }, 'invalid InstanceName'),
  {
    ...refusal({ ...rename, given: [instanceCalled('ACME International')], cause: 'it has that name already' }, 400, {
      code: FAILED_PRECONDITION,
      message: 'Instance not changed',
      id: 'INST-alpxism',
    }),
  },
  ...unauthenticated(rename),
  forbidden(rename),
  unknownInstance(rename),

  { ...found(remove), cause: 'it is there', answer: added },
  ...unauthenticated(remove),
  forbidden(remove),
  unknownInstance(remove),

  { ...found(members), cause: 'it has an owner', answer: pageOf(member) },
  invalid(members, 'a filter is empty', { queries: [{}] }, 'List query is invalid', 'MEMBE-7Bb92'),
  ...unauthenticated(members),
  forbidden(members),
  unknownInstance(members),
])

function found(request: Request): Omit<Case, 'answer'> {
  return {
    ...request,
    status: 200,
    cause: 'it is there',
    given: [instanceExists],
    call: (api) => request.call(api, INSTANCE),
  }
}

function sameInstance(answer: unknown): void {
  expect((answer as { readonly instance: Instance }).instance.id).to.equal(INSTANCE)
}

function created(request: Request, cause: string, body: unknown): Case {
  return {
    ...request,
    status: 200,
    cause,
    body,
    answer: made,
    call: (api) => (request === add ? api.addInstance(body as Body) : api.createInstance(body as Body)),
    expects: (answer) => {
      expect((answer as Made).instanceId).to.be.a('string')
    },
  }
}

function taken(request: Request, body: Readonly<Record<string, unknown>>): Case {
  const sent = { ...body, customDomain: DOMAIN } as Body
  const answer = { code: ALREADY_EXISTS, message: 'Domain already exists', id: 'INST-i2nl' }
  const asked: Request = {
    ...request,
    body,
    call: (api) => (request === add ? api.addInstance(sent) : api.createInstance(sent)),
  }
  return refusal({ ...asked, given: [instanceExists, domainExists], cause: 'the domain is taken' }, 409, answer)
}

function invalid(request: Request, cause: string, body: object, message: string, id?: string): Case {
  const answer = { code: INVALID_ARGUMENT, message, ...(id !== undefined && { id }) }
  const given = request.path.includes('${') ? [instanceExists] : []
  const calls: Record<string, Request['call']> = {
    [search.operation]: (api) => api.listInstances({ ...body }),
    [add.operation]: (api) => api.addInstance({ ...body }),
    [create.operation]: (api) => api.createInstance({ ...body }),
    [rename.operation]: (api, at) => api.updateInstance(at, TOO_LONG),
    [members.operation]: (api, at) => api.listMembers(at, { ...body }),
  }
  return refusal({ ...request, body, given, cause, call: calls[request.operation] ?? request.call }, 400, answer)
}
