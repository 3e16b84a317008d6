import { createMemoryStore } from '../../../mock/state/memory-store.js'
import { describeStore } from './store-suite.js'

describeStore('memory', (options) => Promise.resolve(createMemoryStore(options)))
