import { own } from '../base/json.js'
import { pointerTo } from '../base/json-pointer.js'
import type { CallbackSpec, Operation, OperationId } from './api-model.js'
import { operationsOf, readPathItem } from './list-operations.js'
import type { OperationHead } from './operation-head.js'
import { partsOf, textMember, type Part, type Source } from './part.js'
import { parsePathTemplate } from './path-template.js'

const NONE: readonly CallbackSpec[] = []
/** Braces of a key expression are no path parameters. */
const NO_PATH = parsePathTemplate('/')

/** One for each key expression of each callback. */
export function compileCallbacks(
  source: Source,
  part: Part,
  compile: (head: OperationHead) => Operation,
): readonly CallbackSpec[] {
  if (source.swagger || own(part.node, 'callbacks') === undefined) return NONE
  return partsOf(source, part, 'callbacks', 'callback').flatMap(([name, callback]) =>
    Object.entries(callback.node)
      .filter(([expression]) => !expression.startsWith('x-'))
      .map(([expression, value]): CallbackSpec => {
        const at = pointerTo(callback.at, expression)
        const pathItem = readPathItem(source, value, { node: callback.node, at }, `callback ${name}`)
        const operations = [...operationsOf(source, pathItem, expression)].map(([method, each]) => {
          const id = (textMember(source, each, 'operationId') ?? `callback ${name} ${method}`) as OperationId
          return compile({ id, method, path: expression, template: NO_PATH, pathItem, part: each })
        })
        return { name, expression, operations, at }
      }),
  )
}
