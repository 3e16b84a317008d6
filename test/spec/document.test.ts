import { expect } from 'chai'
import { loadDocument } from '../../src/document/load-document.js'
import type { ApiModel } from '../../src/model/api-model.js'
import { compileModel } from '../../src/model/compile-model.js'

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
      [`${service}_${name}`, method, base + path, `/${grpc}.${service}/${name}`, permission].join(' '),
    )
    const found = model.operations.map((operation) =>
      [
        operation.id,
        operation.method,
        operation.basePaths.join() + operation.path,
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
})

function rows(table: string): string[][] {
  return table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
}
