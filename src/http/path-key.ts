import type { HeaderMap } from './exchange.js'
import type { QueryPair } from './route-trie.js'

const NO_PAIRS: readonly QueryPair[] = []

/** 'action=y' demands a value, 'acl' a name, and 'id={id}' takes any value for the path parameter. */
export function readPairs(text: string): readonly QueryPair[] {
  if (text === '') return NO_PAIRS
  return [...new URLSearchParams(text)].map(([name, value]) => {
    const parameter = /^\{([^{}]+)\}$/.exec(value)?.[1]
    return { name, value: value === '' || parameter !== undefined ? undefined : value, parameter }
  })
}

export function hasPairs(pairs: readonly QueryPair[], query: string): boolean {
  if (pairs.length === 0) return true
  const sent = new URLSearchParams(query)
  return pairs.every(({ name, value }) => (value === undefined ? sent.has(name) : sent.getAll(name).includes(value)))
}

/** Like `hasPairs`, but a header may say it as well: '#X-Amz-Target=…' is how documents of RPC over one path tell it apart. */
export function hasHints(pairs: readonly QueryPair[], query: string, headers: HeaderMap): boolean {
  const sent = new URLSearchParams(query)
  return pairs.every(({ name, value }) => {
    const header = headers[name.toLowerCase()]
    if (header !== undefined && (value === undefined || header === value)) return true
    return value === undefined ? sent.has(name) : sent.getAll(name).includes(value)
  })
}

export function queryValue({ name }: QueryPair, query: string): string {
  return new URLSearchParams(query).get(name) ?? ''
}
