/** What operators of the installation see: is it up, and how far are its read models. */
import { failedEvent, INVALID_ARGUMENT, view } from './answers.js'
import { contract, type Case } from './contract.js'
import { forbidden, refusal, unauthenticated, type Request } from './refusals.js'
import { each } from './shape.js'
import { eventHasFailed } from './states.js'

const EVENT = { database: 'zitadel', viewName: 'projections.orgs', failedSequence: '9823758' }

const healthz: Request = {
  operation: 'SystemService_Healthz',
  method: 'GET',
  path: '/system/v1/healthz',
  call: (api) => api.healthz(),
}
const listViews: Request = {
  operation: 'SystemService_ListViews',
  method: 'POST',
  path: '/system/v1/views/_search',
  body: {},
  call: (api) => api.listViews(),
}
const clearView: Request = {
  operation: 'SystemService_ClearView',
  method: 'POST',
  path: '/system/v1/views/zitadel/projections.orgs',
  call: (api) => api.clearView('zitadel', 'projections.orgs'),
}
const listEvents: Request = {
  operation: 'SystemService_ListFailedEvents',
  method: 'POST',
  path: '/system/v1/failedevents/_search',
  body: {},
  call: (api) => api.listFailedEvents(),
}
const removeEvent: Request = {
  operation: 'SystemService_RemoveFailedEvent',
  method: 'DELETE',
  path: '/system/v1/failedevents/zitadel/projections.orgs/9823758',
  call: (api) => api.removeFailedEvent(EVENT),
}

contract('health', [{ ...well(healthz, 'the process has started', {}), caller: 'nobody' }])

contract('views', [
  well(listViews, 'there are some', { result: each(view) }),
  ...unauthenticated(listViews),
  forbidden(listViews),
  well(clearView, 'it is there', {}),
  ...unauthenticated(clearView),
  forbidden(clearView),
])

contract('failed events', [
  { ...well(listEvents, 'there is one', { result: each(failedEvent) }), given: [eventHasFailed] },
  ...unauthenticated(listEvents),
  forbidden(listEvents),
  {
    ...well(removeEvent, 'it is on the list', {}),
    given: [eventHasFailed],
    path: '/system/v1/failedevents/${database}/${viewName}/${failedSequence}',
  },
  refusal(
    {
      ...removeEvent,
      path: '/system/v1/failedevents/zitadel/projections.orgs/1',
      cause: 'it is not on the list',
      call: (api) => api.removeFailedEvent({ ...EVENT, failedSequence: '1' }),
    },
    400,
    { code: INVALID_ARGUMENT, message: 'failed event not found' },
  ),
  ...unauthenticated(removeEvent),
  forbidden(removeEvent),
])

function well(request: Request, cause: string, answer: Case['answer']): Case {
  return { ...request, status: 200, cause, answer, call: (api) => request.call(api, '') }
}
