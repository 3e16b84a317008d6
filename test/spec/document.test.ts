import { expect } from 'chai'
import { loadDocument } from '../../src/document/load-document.js'
import { isRecord } from '../../src/base/json.js'
import { pointerTo, valueAt, type JsonPointer } from '../../src/base/json-pointer.js'
import type { ApiModel } from '../../src/model/api-model.js'
import { compileModel } from '../../src/model/compile-model.js'
import type { Direction, Schema } from '../../src/model/schema.js'

const SYSTEM = `
  Healthz                  GET    /healthz                                              -
  ListInstances            POST   /instances/_search                                    system.instance.read
  GetInstance              GET    /instances/{instanceId}                               system.instance.read
  AddInstance              POST   /instances                                            system.instance.write
  UpdateInstance           PUT    /instances/{instanceId}                               system.instance.write
  CreateInstance           POST   /instances/_create                                    system.instance.write
  RemoveInstance           DELETE /instances/{instanceId}                               system.instance.delete
  ListIAMMembers           POST   /instances/{instanceId}/members/_search               system.iam.member.read
  ExistsDomain             POST   /domains/{domain}/_exists                             system.domain.read
  ListDomains              POST   /instances/{instanceId}/domains/_search               system.domain.read
  AddDomain                POST   /instances/{instanceId}/domains                       system.domain.write
  RemoveDomain             DELETE /instances/{instanceId}/domains/{domain}              system.domain.delete
  SetPrimaryDomain         POST   /instances/{instanceId}/domains/_set_primary          system.domain.write
  ListViews                POST   /views/_search                                        system.debug.read
  ClearView                POST   /views/{database}/{viewName}                          system.debug.write
  ListFailedEvents         POST   /failedevents/_search                                 system.debug.read
  RemoveFailedEvent        DELETE /failedevents/{database}/{viewName}/{failedSequence}  system.debug.delete
  AddQuota                 POST   /instances/{instanceId}/quotas                        system.quota.write
  SetQuota                 PUT    /instances/{instanceId}/quotas                        system.quota.write
  RemoveQuota              DELETE /instances/{instanceId}/quotas/{unit}                 system.quota.delete
  SetInstanceFeature       PUT    /instances/{instanceId}/features/{featureId}          system.feature.write
  SetLimits                PUT    /instances/{instanceId}/limits                        system.limits.write
  BulkSetLimits            PUT    /instances/limits/_bulk                               system.limits.write
  ResetLimits              DELETE /instances/{instanceId}/limits                        system.limits.delete
`

const FEATURE = `
  SetSystemFeatures         PUT    /v2/features/system                         system.feature.write
  ResetSystemFeatures       DELETE /v2/features/system                         system.feature.delete
  GetSystemFeatures         GET    /v2/features/system                         authenticated
  SetInstanceFeatures       PUT    /v2/features/instance                       iam.feature.write
  ResetInstanceFeatures     DELETE /v2/features/instance                       iam.feature.delete
  GetInstanceFeatures       GET    /v2/features/instance                       authenticated
  SetOrganizationFeatures   PUT    /v2/features/organization/{organizationId}  org.feature.write
  ResetOrganizationFeatures DELETE /v2/features/organization/{organizationId}  org.feature.delete
  GetOrganizationFeatures   GET    /v2/features/organization/{organizationId}  authenticated
  SetUserFeatures           PUT    /v2/features/user/{userId}                  user.feature.write
  ResetUserFeatures         DELETE /v2/features/user/{userId}                  user.feature.delete
  GetUserFeatures           GET    /v2/features/user/{userId}                  authenticated
`

describe('the shipped document', () => {
  let model: ApiModel
  before(async () => {
    model = compileModel(await loadDocument('spec/zitadel.openapi.yaml'))
  })

  it('holds the System service below /system/v1 and the feature service beside it, no more and no less', () => {
    const expected = [
      ...rows(SYSTEM).map((row) => ({ service: 'SystemService', grpc: 'zitadel.system.v1', base: '/system/v1', row })),
      ...rows(FEATURE).map((row) => ({ service: 'FeatureService', grpc: 'zitadel.feature.v2', base: '', row })),
    ].map(({ service, grpc, base, row: [name, method, path, permission] }) =>
      [`${service}_${name}`, method, `${base}${path}`, `/${grpc}.${service}/${name}`, permission].join(' '),
    )
    const found = model.operations.map((operation) =>
      [
        operation.id,
        operation.method,
        `${operation.basePaths.join()}${operation.path}`,
        operation.source['x-grpc-method'],
        operation.source['x-required-permission'] ?? '-',
      ].join(' '),
    )
    expect(found.sort()).to.deep.equal(expected.sort())
  })

  it('asks for a bearer token everywhere but at the health check', () => {
    const open = model.operations.filter((operation) => operation.security.length === 0)
    expect(open.map(({ id }) => id)).to.deep.equal(['SystemService_Healthz'])
  })

  it('documents the feature operation as its page does', () => {
    expect(documented(model)).to.deep.equal(AS_PUBLISHED)
  })

  it('shows only examples that keep their schema', () => {
    const examples = examplesOf(model)
    expect(examples.length).to.be.greaterThan(200)
    expect(examples.flatMap(({ at, broken }) => (broken.length > 0 ? [[at, broken]] : []))).to.deep.equal([])
  })

  it('compiles without a finding', () => {
    touchEverything(model)
    expect(model.findings()).to.deep.equal([])
  })
})

describe('the document of the one operation', () => {
  let model: ApiModel
  before(async () => {
    model = compileModel(await loadDocument('spec/set-instance-feature.openapi.yaml'))
  })

  it('documents the feature operation as its page does', () => {
    expect(model.operations).to.have.length(1)
    expect(documented(model)).to.deep.equal(AS_PUBLISHED)
  })

  it('compiles without a finding, and shows only examples that keep their schema', () => {
    touchEverything(model)
    expect(model.findings()).to.deep.equal([])
    expect(examplesOf(model).filter(({ broken }) => broken.length > 0)).to.deep.equal([])
  })
})

const MEDIA_TYPES = ['application/json', 'application/grpc', 'application/grpc-web+proto']
const AS_PUBLISHED = {
  path: '/instances/{instanceId}/features/{featureId}',
  parameters: ['path instanceId', 'path featureId'],
  body: MEDIA_TYPES,
  responses: [
    ['200', MEDIA_TYPES],
    ['403', MEDIA_TYPES],
    ['404', MEDIA_TYPES],
    ['default', MEDIA_TYPES],
  ],
}

function documented(model: ApiModel): unknown {
  const operation = model.operation('SystemService_SetInstanceFeature')
  if (!operation) return undefined
  return {
    path: operation.path,
    parameters: operation.parameters.map((parameter) => `${parameter.in} ${parameter.name}`),
    body: operation.body?.content.map(({ declared }) => declared),
    responses: operation.responses.map(({ key, content }) => [key, content.map(({ declared }) => declared)]),
  }
}

interface CheckedExample {
  readonly at: JsonPointer
  readonly broken: readonly string[]
}

/** Of parameters, bodies, responses, and of the schemas themselves. */
function examplesOf(model: ApiModel): readonly CheckedExample[] {
  const checked: CheckedExample[] = []
  const check = (value: unknown, schema: Schema | undefined, direction: Direction, at: JsonPointer): void => {
    const broken = schema?.issues(value, direction).map((issue) => `${issue.at} ${issue.message}`) ?? ['no schema']
    checked.push({ at, broken })
  }
  for (const { parameters, body, responses } of model.operations) {
    for (const { examples, schema } of parameters) {
      for (const { value, at } of examples) check(value, schema, 'request', at)
    }
    for (const { examples, schema } of body?.content ?? []) {
      for (const { value, at } of examples) check(value, schema, 'request', at)
    }
    for (const { examples, schema } of responses.flatMap(({ content }) => content)) {
      for (const { value, at } of examples) check(value, schema, 'response', at)
    }
  }
  for (const at of schemaPointers(model.document.root)) {
    const node = valueAt(model.document.root, at)
    if (isRecord(node) && 'example' in node) check(node.example, model.schema(at), 'request', at)
  }
  return checked
}

function touchEverything(model: ApiModel): void {
  for (const at of schemaPointers(model.document.root)) model.schema(at).issues({}, 'request')
  for (const { parameters, body, responses, security } of model.operations) {
    expect([parameters, body?.content, responses.map(({ content }) => content), security]).to.be.an('array')
  }
}

/** Every component schema and the properties in it, at any depth. */
function schemaPointers(node: unknown, at = '/components/schemas' as JsonPointer): readonly JsonPointer[] {
  const value = valueAt(node, at)
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([key, child]) => {
    const below = pointerTo(at, key)
    if (!isRecord(child)) return []
    const places = isRecord(child.properties) ? schemaPointers(node, pointerTo(below, 'properties')) : []
    return [below, ...places]
  })
}

function rows(table: string): string[][] {
  return table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
}
