import { isRecord, own } from '../base/json.js'

/**
 * The `$ref` of an object that holds nothing else. In an example it is data by the letter; who keeps examples in places of
 * their own means what it leads to, and most tools resolve references before they look what they stand in.
 */
export function loneRef(node: unknown): string | undefined {
  if (!isRecord(node)) return undefined
  const ref = own(node, '$ref')
  if (typeof ref !== 'string') return undefined
  for (const key in node) if (key !== '$ref') return undefined
  return ref
}
