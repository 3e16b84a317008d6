import { readFileSync } from 'node:fs'
import { selectResponse } from '../../src/http/select-response.js'
import { reportPlan } from '../../src/resources/describe-plan.js'
import type { ApiModel, Operation } from '../../src/model/api-model.js'
import { answer, isoTime, type ControlContext, type Operations } from './control-context.js'

/** What the mock is and what it has seen. */
export function factOperations({ mock, startedMs }: ControlContext, own: ApiModel): Operations {
  return {
    readHealth: async () => {
      const { document, title, version, operations } = mock.model
      return answer({
        status: 'ok',
        version: packageVersion(),
        document: { source: document.source, title, version },
        operations: operations.length,
        startedAt: isoTime(startedMs),
        exchanges: mock.journal.count,
        brokenResponses: mock.journal.brokenResponses,
        sessions: (await mock.store.sessions()).length,
      })
    },
    readPlan: () => answer(withoutUndefined(reportPlan(mock.plan))),
    readDocument: () => answer(mock.model.document.root),
    readOwnDocument: () => answer(own.document.root),
    readCoverage: () => answer(coverageOf(mock.model.operations, mock.journal.seen())),
  }
}

type Seen = ReadonlyMap<string, ReadonlyMap<number, number>>

function coverageOf(operations: readonly Operation[], seen: Seen) {
  const byOperation = operations.map((operation) =>
    coverOperation(operation, seen.get(operation.id) ?? new Map<number, number>()),
  )
  const responses = byOperation.flatMap((one) => Object.values(one.responses))
  return {
    operations: { seen: byOperation.filter(({ count }) => count > 0).length, declared: byOperation.length },
    responses: { seen: responses.filter((count) => count > 0).length, declared: responses.length },
    byOperation,
  }
}

function coverOperation(operation: Operation, statuses: ReadonlyMap<number, number>) {
  const responses = Object.fromEntries(operation.responses.map(({ key }) => [key, 0]))
  const undeclared: Record<string, number> = {}
  let count = 0
  for (const [status, times] of statuses) {
    count += times
    const key = selectResponse(operation.responses, status)?.key
    if (key === undefined) undeclared[status] = times
    else responses[key] = (responses[key] ?? 0) + times
  }
  return { operation: operation.id, method: operation.method, path: operation.path, count, responses, undeclared }
}

/** As JSON has it. */
function withoutUndefined(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

function packageVersion(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
