/** The mock's public door. */
export { createMock, type Mock, type MockOptions } from './create-mock.js'
export type { Behaviour, Behaviours, Call, Persona, Problem, Refusal, Reply, World } from './behave/behaviour.js'
export type { CollectionKey, Entity, StateReader, StateWriter, Store } from './state/store.js'
export { createMemoryStore } from './state/memory-store.js'
export { defineConfig } from './define-config.js'
