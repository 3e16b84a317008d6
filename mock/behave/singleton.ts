import type { Operation } from '../../src/model/api-model.js'
import type { StatefulRole } from '../../src/resources/role.js'
import type { Behaviour } from './behaviour.js'
import { patchBehaviour, replaceBehaviour } from './change.js'
import type { Context } from './context.js'
import { readBehaviour } from './read.js'
import { removeBehaviour } from './remove.js'

type SingletonRole = StatefulRole & {
  kind: 'readSingleton' | 'replaceSingleton' | 'patchSingleton' | 'resetSingleton'
}

/**
 * One thing without an id. It is kept as the only item of its collection, under the empty id, and presumed to exist
 * until it is removed.
 */
export function singletonBehaviour(context: Context, operation: Operation, role: SingletonRole): Behaviour {
  switch (role.kind) {
    case 'readSingleton':
      return readBehaviour(context, operation, role)
    case 'replaceSingleton':
      return replaceBehaviour(context, operation, role)
    case 'patchSingleton':
      return patchBehaviour(context, operation, role)
    case 'resetSingleton':
      return removeBehaviour(context, operation, role)
  }
}

