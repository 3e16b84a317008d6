import { type Finding, NO_FINDINGS } from '../base/finding.js'
import type { HttpRequest } from '../http/exchange.js'
import { readCookies, readPairs } from '../http/raw-pairs.js'
import type { Operation, Parameter } from '../model/api-model.js'

const deprecatedOf = new WeakMap<Operation, readonly Parameter[]>()

/** Hints for deprecated parameters that were sent; no reason to refuse. Those that must be sent are left out. */
export function checkDeprecated(operation: Operation, request: HttpRequest): readonly Finding[] {
  let parameters = deprecatedOf.get(operation)
  if (!parameters) {
    parameters = operation.parameters.filter(({ deprecated, required }) => deprecated && !required)
    deprecatedOf.set(operation, parameters)
  }
  if (parameters.length === 0) return NO_FINDINGS
  return parameters.filter((parameter) => isSent(parameter, request)).map(describe)
}

/** As it was sent: decoded values include defaults. */
function isSent({ name, in: location, style }: Parameter, { query, headers }: HttpRequest): boolean {
  switch (location) {
    case 'query': {
      const names = [...readPairs(query).keys()]
      return names.some((sent) => sent === name || (style === 'deepObject' && sent.startsWith(`${name}[`)))
    }
    case 'header':
      return Object.hasOwn(headers, name.toLowerCase())
    case 'cookie':
      return readCookies([headers['cookie'] ?? ''].flat().join('; ')).has(name)
    case 'path':
    case 'querystring':
      return false
  }
}

function describe({ name, in: location, at }: Parameter): Finding {
  return {
    rule: 'request/deprecated',
    severity: 'hint',
    blame: 'client',
    message: `the ${location} parameter is deprecated: expected none, got one`,
    where: { side: 'request', in: location, name },
    spec: at,
  }
}
