/** Who may call, and what they may do. */
import type { Persona } from 'lockstep/mock'

const READS = ['system.instance.read', 'system.iam.member.read', 'system.domain.read', 'system.debug.read']

/** Known, but a member of nothing: the service then says 404 instead of 403. */
export const STRANGER: Persona = { name: 'lockstep-stranger', token: 'lockstep-stranger', permissions: [] }

export const personas: readonly Persona[] = [
  { name: 'lockstep-admin', token: 'lockstep-admin', permissions: 'all' },
  { name: 'lockstep-viewer', token: 'lockstep-viewer', permissions: READS },
  { name: 'lockstep-guest', token: 'lockstep-guest', permissions: [] },
  STRANGER,
]
