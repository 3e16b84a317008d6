/** What a fresh world holds: one instance with two domains and its owner. */
import type { Behaviours } from 'lockstep/mock'
import { VERSION } from './instances.js'

const ID = '69629023906488334'
const details = {
  sequence: '1',
  creationDate: '2025-03-25T10:43:53.701Z',
  changeDate: '2025-03-25T10:43:53.701Z',
  resourceOwner: ID,
}

/** By id, so that the same seed also serves a document with fewer operations. */
export const seed: NonNullable<Behaviours['seed']> = {
  '/instances': { [ID]: { id: ID, name: 'ACME', state: 'STATE_RUNNING', version: VERSION, details } },
  [`/instances/${ID}/domains`]: {
    'acme.localhost': { domain: 'acme.localhost', primary: true, generated: true, details },
    'login.acme.test': { domain: 'login.acme.test', primary: false, generated: false, details },
  },
  [`/instances/${ID}/members`]: {
    '70669147545070419': {
      userId: '70669147545070419',
      details,
      roles: ['IAM_OWNER'],
      preferredLoginName: 'root@acme.localhost',
      email: 'root@acme.example',
      firstName: 'Road',
      lastName: 'Runner',
      displayName: 'Road Runner',
      userType: 'TYPE_HUMAN',
    },
  },
}
