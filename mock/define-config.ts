import type { Behaviours } from './behave/behaviour.js'

/** The default export of lockstep.config.ts: gives an editor the types. */
export function defineConfig(behaviours: Behaviours): Behaviours {
  return behaviours
}
