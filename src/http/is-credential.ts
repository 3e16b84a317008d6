import type { Operation, Parameter } from '../model/api-model.js'

/** Whether every way to authenticate wants a parameter as well: then it is demanded there, not twice. */
export function isCredential(parameter: Parameter, { security }: Operation): boolean {
  const isWanted = security.every(({ schemes }) =>
    schemes.some(
      ({ scheme }) => scheme.kind === 'apiKey' && scheme.in === parameter.in && scheme.name === parameter.name,
    ),
  )
  return security.length > 0 && isWanted
}
