import type { Persona } from '../../mock/index.js'

const SHOWN_PERMISSIONS = 4

/** 'viewer: pets.read, pets.list'. */
export function describePersona({ name, permissions }: Persona): string {
  if (permissions === 'all') return `${name}: everything`
  if (permissions.length === 0) return `${name}: nothing`
  const rest = permissions.length - SHOWN_PERMISSIONS
  return `${name}: ${permissions.slice(0, SHOWN_PERMISSIONS).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}
