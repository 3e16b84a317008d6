/**
 * What the document of the System API and the feature service cannot say: the order of the checks, the ids of errors,
 * when a write is an event. An ordinary behaviours file, as anybody may write one for an API of their own.
 */
import type { Behaviours } from 'lockstep/mock'
import * as domains from './zitadel/domains.js'
import * as features from './zitadel/features.js'
import { gate, refuse } from './zitadel/gate.js'
import * as instances from './zitadel/instances.js'
import * as operations from './zitadel/operations.js'
import { personas } from './zitadel/personas.js'
import { seed } from './zitadel/seed.js'
import * as usage from './zitadel/usage.js'

export default {
  shared: true,
  gate,
  refuse,
  personas,
  permissions: ({ source }) => {
    const needed = source['x-required-permission']
    return typeof needed === 'string' && needed !== 'authenticated' ? [needed] : []
  },
  seed,
  operations: {
    SystemService_Healthz: operations.healthz,
    SystemService_ListInstances: instances.listInstances,
    SystemService_GetInstance: instances.getInstance,
    SystemService_AddInstance: instances.addInstance,
    SystemService_UpdateInstance: instances.updateInstance,
    SystemService_CreateInstance: instances.createInstance,
    SystemService_RemoveInstance: instances.removeInstance,
    SystemService_ListIAMMembers: instances.listMembers,
    SystemService_ExistsDomain: domains.existsDomain,
    SystemService_ListDomains: domains.listDomains,
    SystemService_AddDomain: domains.addDomain,
    SystemService_RemoveDomain: domains.removeDomain,
    SystemService_SetPrimaryDomain: domains.setPrimaryDomain,
    SystemService_ListViews: operations.listViews,
    SystemService_ClearView: operations.clearView,
    SystemService_ListFailedEvents: operations.listFailedEvents,
    SystemService_RemoveFailedEvent: operations.removeFailedEvent,
    SystemService_AddQuota: usage.addQuota,
    SystemService_SetQuota: usage.setQuota,
    SystemService_RemoveQuota: usage.removeQuota,
    SystemService_SetInstanceFeature: features.setInstanceFeature,
    SystemService_SetLimits: usage.setLimits,
    SystemService_BulkSetLimits: usage.bulkSetLimits,
    SystemService_ResetLimits: usage.resetLimits,
    FeatureService_SetSystemFeatures: features.setSystemFeatures,
    FeatureService_ResetSystemFeatures: features.resetSystemFeatures,
    FeatureService_GetSystemFeatures: features.getSystemFeatures,
    FeatureService_SetInstanceFeatures: features.setInstanceFeatures,
    FeatureService_ResetInstanceFeatures: features.resetInstanceFeatures,
    FeatureService_GetInstanceFeatures: features.getInstanceFeatures,
    FeatureService_SetOrganizationFeatures: features.featuresOfOwner,
    FeatureService_ResetOrganizationFeatures: features.featuresOfOwner,
    FeatureService_GetOrganizationFeatures: features.featuresOfOwner,
    FeatureService_SetUserFeatures: features.featuresOfOwner,
    FeatureService_ResetUserFeatures: features.featuresOfOwner,
    FeatureService_GetUserFeatures: features.featuresOfOwner,
  },
} satisfies Behaviours
