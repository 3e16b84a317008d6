import type { Operation, Parameter } from '../model/api-model.js'

/** Whether a parameter is a credential that every security alternative demands anyway; it is not demanded twice then. */
export function isCredential(parameter: Parameter, { security }: Operation): boolean {
  const isWanted = security.every(({ schemes }) =>
    schemes.some(
      ({ scheme }) => scheme.kind === 'apiKey' && scheme.in === parameter.in && scheme.name === parameter.name,
    ),
  )
  return security.length > 0 && isWanted
}
