/**
 * What an answer must look like, as a tree: each leaf has a sample and the rules that other values must keep. A rule of
 * shape always comes with the type: `regex` alone would take the number 2 for "2".
 */
import type { Matcher } from '../src/pact/pact.js'

export type Shape = Leaf | Each | Members

export interface Members {
  readonly [member: string]: Shape
}

interface Leaf {
  readonly kind: 'leaf'
  readonly sample: string | number | boolean
  readonly matchers: readonly Matcher[]
}
interface Each {
  readonly kind: 'each'
  readonly item: Shape
  readonly min: number
}

export interface RuledBody {
  readonly sample: unknown
  /** By path expression. */
  readonly rules: readonly { readonly path: string; readonly matchers: readonly Matcher[] }[]
}

export function text(sample: string, regex = '^[\\s\\S]+$'): Leaf {
  return { kind: 'leaf', sample, matchers: [{ match: 'type' }, { match: 'regex', regex }] }
}

/** This value and no other: codes. */
export function exactly(sample: string | number | boolean): Leaf {
  return { kind: 'leaf', sample, matchers: [{ match: 'equality' }] }
}

export function flag(sample: boolean): Leaf {
  return { kind: 'leaf', sample, matchers: [{ match: 'type' }, { match: 'boolean' }] }
}

/** A list in which each item has the shape. */
export function each(item: Shape, min = 1): Each {
  return { kind: 'each', item, min }
}

/** A 64-bit integer in the JSON mapping of Protocol Buffers: digits in a string. */
export function uint64(sample: string): Leaf {
  return text(sample, '^[0-9]{1,20}$')
}

/** RFC 3339 in UTC, with as many decimals as there are. */
export function time(): Leaf {
  return text(
    '2025-03-25T10:43:53.701Z',
    '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:([0-5]\\d|60)(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)$',
  )
}

export function oneOf(sample: string, ...others: readonly string[]): Leaf {
  return text(sample, `^(${[sample, ...others].join('|')})$`)
}

export function compile(shape: Shape, path = '$'): RuledBody {
  if (isLeaf(shape)) return { sample: shape.sample, rules: [{ path, matchers: shape.matchers }] }
  if (isEach(shape)) {
    const { sample, rules } = compile(shape.item, `${path}[*]`)
    const list = { match: 'type', ...(shape.min > 0 && { min: shape.min }) } as const
    return { sample: [sample], rules: [{ path, matchers: [list] }, ...rules] }
  }
  const members = Object.entries(shape).map(([name, member]) => [name, compile(member, path + step(name))] as const)
  return {
    sample: Object.fromEntries(members.map(([name, { sample }]) => [name, sample])),
    rules: members.flatMap(([, { rules }]) => rules),
  }
}

function step(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `['${name}']`
}

function isLeaf(shape: Shape): shape is Leaf {
  return 'matchers' in shape && Array.isArray(shape.matchers)
}

function isEach(shape: Shape): shape is Each {
  return 'item' in shape && typeof shape.min === 'number'
}
