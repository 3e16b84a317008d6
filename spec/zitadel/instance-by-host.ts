/** The feature service finds its instance by the host that was called. */
import type { HttpRequest, World } from 'lockstep/mock'
import { INSTANCES, ownerOf } from './instance-state.js'

/**
 * The id of the instance that owns the host. A loopback address belongs to nobody, and stands for the oldest instance,
 * because that is how a mock is usually called. Browsers can't choose the Host header, so they send
 * `x-zitadel-instance-host` instead.
 */
export function instanceByHost(request: HttpRequest, world: World): string | undefined {
  const host = hostName(request)
  const owner = ownerOf(world, host)
  if (owner !== undefined || !isLoopback(host)) return owner
  const [oldest] = world.state.list(INSTANCES, { offset: 0, limit: 1 })
  return oldest?.id
}

/** Without its port, and without the brackets of an IPv6 address. */
export function hostName({ headers }: HttpRequest): string {
  const value = headers['x-zitadel-instance-host'] ?? headers.host
  const host = (typeof value === 'string' ? value : value?.[0])?.trim().toLowerCase() ?? 'localhost'
  return host.startsWith('[') ? host.slice(1).replace(/\].*$/, '') : host.replace(/:[0-9]*$/, '')
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '0.0.0.0' || /^127(\.[0-9]{1,3}){3}$/.test(host)
}
