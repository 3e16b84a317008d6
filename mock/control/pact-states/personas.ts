import type { Persona } from '../../behave/behaviour.js'

/** Somebody who may do everything, if there is one. */
export function strongest(personas: readonly Persona[] = []): Persona | undefined {
  return personas.find(({ permissions }) => permissions === 'all') ?? personas[0]
}

/** Rather somebody who may do little than somebody who may do nothing: some APIs hide things from strangers. */
export function weakest(personas: readonly Persona[]): Persona | undefined {
  const rank = ({ permissions }: Persona) => (permissions.length === 0 ? Infinity : permissions.length)
  return personas.filter(({ permissions }) => permissions !== 'all').sort((a, b) => rank(a) - rank(b))[0]
}
