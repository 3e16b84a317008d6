/** What operators of the installation see: health, read models, and events that these could not digest. */
import type { CollectionKey, World } from 'lockstep/mock'
import { latestSequence, now } from './events.js'
import { everything } from './instance-state.js'
import { withoutZeros } from './list.js'
import { method } from './request.js'
import { done, plain } from './status.js'

export const healthz = method(() => done({}))

const DATABASE = 'zitadel'
const VIEWS = ['projections.instances', 'projections.instance_domains', 'projections.orgs', 'projections.limits']

/** A mock has no lag: every read model has seen the last event. */
export const listViews = method((_, world) => {
  const processedSequence = latestSequence(world)
  const times = { eventTimestamp: now(world), lastSuccessfulSpoolerRun: now(world) }
  return done({ result: VIEWS.map((viewName) => ({ database: DATABASE, viewName, processedSequence, ...times })) })
})

/** A read model is rebuilt at once, so no client ever sees it empty. */
export const clearView = method(() => done({}))

const FAILED_EVENTS = '/failedevents' as CollectionKey

export const listFailedEvents = method((_, world) => {
  failOnce(world)
  const result = everything(world, FAILED_EVENTS).map(({ value }) => value)
  return done(withoutZeros({ result }))
})

export const removeFailedEvent = method(({ path }, world) => {
  failOnce(world)
  const id = failedEventId(path)
  if (world.state.remove(FAILED_EVENTS, id)) return done({})
  return plain('INVALID_ARGUMENT', 'failed event not found')
})

/** Nothing in the API makes an event fail, so a world begins with one that has. */
function failOnce(world: World): void {
  if (world.state.collections().includes(FAILED_EVENTS)) return
  const event = { database: DATABASE, viewName: 'projections.orgs', failedSequence: '9823758' }
  world.state.put(FAILED_EVENTS, failedEventId(event), {
    ...event,
    failureCount: '5',
    errorMessage: 'relation does not exist',
    lastFailed: now(world),
  })
}

function failedEventId({
  database = '',
  viewName = '',
  failedSequence = '',
}: Readonly<Record<string, string>>): string {
  return [database, viewName, failedSequence].join('/')
}
