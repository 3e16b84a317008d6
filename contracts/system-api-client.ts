/**
 * A consumer of ZITADEL's System API and feature service, as an operator's console would have one: typed, over fetch, and no
 * more than it needs. Every connection is closed: kept ones are flaky before servers that live as long as one test.
 */

export interface EventDetails {
  readonly sequence?: string
  readonly creationDate?: string
  readonly changeDate?: string
  readonly resourceOwner?: string
}
export interface Changed {
  readonly details: EventDetails
}
export interface Made extends Changed {
  readonly instanceId: string
}
export interface Instance {
  readonly id: string
  readonly name: string
  readonly state: string
  readonly domains: readonly Domain[]
}
export interface Domain {
  readonly domain: string
  readonly primary?: boolean
  readonly generated?: boolean
}
export interface Member {
  readonly userId: string
  readonly roles: readonly string[]
}
export interface View {
  readonly database: string
  readonly viewName: string
}
export interface FailedEvent extends View {
  readonly failedSequence: string
}
export interface Page<Item> {
  readonly details?: { readonly totalResult?: string }
  readonly result?: readonly Item[]
}
export interface Flag {
  readonly enabled?: boolean
  readonly source?: string
}
export interface Flags extends Changed {
  readonly loginDefaultOrg?: Flag
}
export type Feature = 'INSTANCE_FEATURE_LOGIN_DEFAULT_ORG' | (string & {})
export type Body = Readonly<Record<string, unknown>>

/** What the service says when it refuses: `google.rpc.Status`. */
export interface RpcStatus {
  readonly code: number
  readonly message: string
  readonly details?: readonly { readonly '@type': string; readonly id?: string; readonly message?: string }[]
}

/** Thrown for every answer that is not a success. */
export class Refused extends Error {
  readonly status: number
  readonly reason: RpcStatus

  constructor(status: number, reason: RpcStatus) {
    super(`${status}: ${reason.message}`)
    this.name = 'Refused'
    this.status = status
    this.reason = reason
  }
}

export interface ClientOptions {
  readonly baseUrl: string
  /** Without one, nobody calls. */
  readonly token?: string
  /** The host by which the feature service finds its instance, where it is not the one that is called. */
  readonly instanceHost?: string
}

export type SystemApi = ReturnType<typeof createSystemApi>

/** @example await createSystemApi({ baseUrl, token }).setInstanceFeature(id, 'INSTANCE_FEATURE_LOGIN_DEFAULT_ORG', true) */
export function createSystemApi({ baseUrl, token, instanceHost }: ClientOptions) {
  async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(baseUrl + path, {
      method,
      headers: {
        accept: 'application/json',
        connection: 'close',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(instanceHost !== undefined && { 'x-zitadel-instance-host': instanceHost }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const answer = await response.json()
    if (!response.ok) throw new Refused(response.status, answer as RpcStatus)
    return answer as Answer
  }

  const system = (path: string) => `/system/v1${path}`
  const instance = (id: string, path = '') => system(`/instances/${encodeURIComponent(id)}${path}`)
  const features = (level: string) => `/v2/features/${level}`

  return {
    healthz: () => call<Body>('GET', system('/healthz')),
    listInstances: (query: Body = {}) => call<Page<Instance>>('POST', system('/instances/_search'), query),
    addInstance: (body: Body) => call<Made>('POST', system('/instances'), body),
    createInstance: (body: Body) => call<Made>('POST', system('/instances/_create'), body),
    getInstance: (id: string) => call<{ readonly instance: Instance }>('GET', instance(id)),
    updateInstance: (id: string, instanceName: string) => call<Changed>('PUT', instance(id), { instanceName }),
    removeInstance: (id: string) => call<Changed>('DELETE', instance(id)),
    listMembers: (id: string, query: Body = {}) => call<Page<Member>>('POST', instance(id, '/members/_search'), query),

    existsDomain: (domain: string) =>
      call<{ readonly exists?: boolean }>('POST', system(`/domains/${encodeURIComponent(domain)}/_exists`), {}),
    listDomains: (id: string, query: Body = {}) => call<Page<Domain>>('POST', instance(id, '/domains/_search'), query),
    addDomain: (id: string, domain: string) => call<Changed>('POST', instance(id, '/domains'), { domain }),
    removeDomain: (id: string, domain: string) =>
      call<Changed>('DELETE', instance(id, `/domains/${encodeURIComponent(domain)}`)),
    setPrimaryDomain: (id: string, domain: string) =>
      call<Changed>('POST', instance(id, '/domains/_set_primary'), { domain }),

    setInstanceFeature: (id: string, feature: Feature, bool?: boolean) =>
      call<Changed>('PUT', instance(id, `/features/${feature}`), bool === undefined ? {} : { bool }),

    addQuota: (id: string, quota: Body) => call<Changed>('POST', instance(id, '/quotas'), quota),
    setQuota: (id: string, quota: Body) => call<Changed>('PUT', instance(id, '/quotas'), quota),
    removeQuota: (id: string, unit: string) => call<Changed>('DELETE', instance(id, `/quotas/${unit}`)),
    setLimits: (id: string, limits: Body) => call<Changed>('PUT', instance(id, '/limits'), limits),
    resetLimits: (id: string) => call<Changed>('DELETE', instance(id, '/limits')),
    bulkSetLimits: (limits: readonly Body[]) => call<Changed>('PUT', system('/instances/limits/_bulk'), { limits }),

    listViews: () => call<Page<View>>('POST', system('/views/_search'), {}),
    clearView: (database: string, view: string) => call<Body>('POST', system(`/views/${database}/${view}`)),
    listFailedEvents: () => call<Page<FailedEvent>>('POST', system('/failedevents/_search'), {}),
    removeFailedEvent: ({ database, viewName, failedSequence }: FailedEvent) =>
      call<Body>('DELETE', system(`/failedevents/${database}/${viewName}/${failedSequence}`)),

    setFlags: (level: string, flags: Body) => call<Changed>('PUT', features(level), flags),
    resetFlags: (level: string) => call<Changed>('DELETE', features(level)),
    getFlags: (level: string) => call<Flags>('GET', features(level)),
  }
}
