import { isRecord, own } from '../base/json.js'
import { pointerKeys, pointerTo, ROOT, type JsonPointer } from '../base/json-pointer.js'
import type { Scope } from './dynamic-scope.js'
import { normaliseSchema, type Children, type NormalSchema } from './normalise-schema.js'
import type { Dialect } from './schema-dialect.js'
import type { Direction, Schema, SchemaIssue, SchemaNode } from './schema.js'

/** What a schema needs of the document it stands in. */
export interface SchemaHome {
  at(pointer: JsonPointer, scope: Scope): SchemaAt
  /** A subschema of one that was entered: it may have a name, and with it dynamic anchors, of its own. */
  below(pointer: JsonPointer, scope: Scope): SchemaAt
  /** One step of its `$ref` or `$dynamicRef`; undefined without one, or when it dangles. */
  follow(from: SchemaAt): SchemaAt | undefined
  /** What an example says: its lone `$ref`s followed. */
  example(value: unknown, at: JsonPointer): unknown
  /** The value in the document. */
  source(pointer: JsonPointer): unknown
  dialectAt(pointer: JsonPointer): Dialect
  /** Whether the tag of a `discriminator` chooses the branch, and the others have no say. */
  readonly tagsDecide: boolean
  reportFault(at: JsonPointer, message: string): void
  readonly judge: SchemaJudge
}

export interface SchemaJudge {
  issues(schema: SchemaAt, value: unknown, direction: Direction): readonly SchemaIssue[]
  accepts(schema: SchemaAt, value: unknown, direction: Direction): boolean
  /** Schemas that the last decision has asked. */
  readonly effort: number
}

/** The subschemas of one keyword, by name or index; undefined where it has but one. */
type Below = Map<string | number | undefined, SchemaAt>

const EXAMPLES = ['example', 'examples']
const NONE: readonly SchemaAt[] = []
const NO_KEYS: readonly string[] = []

/** One place in the document read as a schema. The rest of the model sees it as `Schema`. */
export class SchemaAt implements Schema {
  readonly at: JsonPointer
  /** What `$dynamicRef` means here. */
  readonly scope: Scope
  readonly #home: SchemaHome
  #normal: NormalSchema | undefined
  #step: SchemaAt | undefined | null = null
  #target: SchemaAt | undefined | null = null
  /** By keyword, then by name or index: a key of both in one text would be hashed anew with each look. */
  #children: Map<string, Below> | undefined
  #lists: Map<string, readonly SchemaAt[]> | undefined
  #keywordsAt: Map<string, JsonPointer> | undefined

  constructor(at: JsonPointer, scope: Scope, home: SchemaHome) {
    this.at = at
    this.scope = scope
    this.#home = home
  }

  get node(): SchemaNode {
    return this.normal.node
  }

  get normal(): NormalSchema {
    if (this.#normal) return this.#normal
    const dialect = this.#home.dialectAt(this.at)
    const written = normaliseSchema(this.#home.source(this.at), dialect)
    for (const { keyword, message } of written.faults) {
      this.#home.reportFault(keyword === '' ? this.at : pointerTo(this.at, keyword), message)
    }
    return (this.#normal = this.#withExamples(written))
  }

  #withExamples(normal: NormalSchema): NormalSchema {
    const written = EXAMPLES.filter((keyword) => Object.hasOwn(normal.node, keyword))
    if (written.length === 0) return normal
    const read = written.map((keyword) => [keyword, this.#home.example(normal.node[keyword], this.at)] as const)
    return { ...normal, node: { ...normal.node, ...Object.fromEntries(read) } }
  }

  get ref(): string | undefined {
    return this.normal.ref
  }

  /** Where `$ref` leads in one step: in 3.1 the schema there may be a reference with siblings of its own. */
  get step(): SchemaAt | undefined {
    if (this.#step !== null) return this.#step
    this.#step = this.#home.follow(this)
    return this.#step
  }

  get target(): SchemaAt | undefined {
    if (this.#target !== null) return this.#target
    const seen = new Set<SchemaAt>([this])
    let place = this.step
    while (place?.isBareReference) {
      // A circle of references says nothing.
      if (seen.has(place)) place = undefined
      else {
        seen.add(place)
        place = place.step
      }
    }
    this.#target = place === this ? undefined : place
    return this.#target
  }

  get tagsDecide(): boolean {
    return this.#home.tagsDecide && this.node['discriminator'] !== undefined
  }

  get isBareReference(): boolean {
    const { ref, dynamicRef, children, node } = this.normal
    return (ref !== undefined || dynamicRef !== undefined) && children.size === 0 && Object.keys(node).length === 0
  }

  get name(): string | undefined {
    const [first, second, third, ...rest] = pointerKeys(this.at)
    if (first === 'components' && second === 'schemas') return rest.length === 0 ? third : undefined
    return first === 'definitions' && third === undefined ? second : undefined
  }

  child(keyword: string, key?: string | number): SchemaAt | undefined {
    let known = this.#children?.get(keyword)
    if (known?.has(key)) return known.get(key)
    const children = this.normal.children.get(keyword)
    if (!children || !holds(children, key)) return undefined
    const keys = key === undefined ? [children.writtenAs] : [children.writtenAs, key]
    const child = this.#home.below(pointerTo(this.at, ...keys), this.scope)
    this.#children ??= new Map()
    if (!known) this.#children.set(keyword, (known = new Map() as Below))
    known.set(key, child)
    return child
  }

  keys(keyword: string): readonly string[] {
    const children = this.normal.children.get(keyword)
    return children?.kind === 'map' ? children.keys : NO_KEYS
  }

  list(keyword: string): readonly SchemaAt[] {
    const children = this.normal.children.get(keyword)
    if (children?.kind !== 'list') return NONE
    let known = this.#lists?.get(keyword)
    if (known) return known
    known = Array.from({ length: children.length }, (_, index) => this.child(keyword, index)).filter(
      (schema) => schema !== undefined,
    )
    this.#lists ??= new Map()
    this.#lists.set(keyword, known)
    return known
  }

  /** The pointer of one of its keywords, as written. */
  keywordAt(keyword: string): JsonPointer {
    this.#keywordsAt ??= new Map()
    let at = this.#keywordsAt.get(keyword)
    if (at === undefined) this.#keywordsAt.set(keyword, (at = this.#findKeyword(keyword)))
    return at
  }

  #findKeyword(keyword: string): JsonPointer {
    const source = this.#home.source(this.at)
    const written = this.normal.children.get(keyword)?.writtenAs ?? keyword
    return isRecord(source) && own(source, written) !== undefined ? pointerTo(this.at, written) : this.at
  }

  /** The schema of which this is a branch of `allOf`: what it requires, that one may have declared. */
  get wholeOfAllOf(): SchemaAt | undefined {
    const keys = pointerKeys(this.at)
    if (keys.at(-2) !== 'allOf' || !/^\d+$/.test(keys.at(-1) ?? '')) return undefined
    const whole = this.#home.at(pointerTo(ROOT, ...keys.slice(0, -2)), this.scope)
    return whole.child('allOf', Number(keys.at(-1))) === this ? whole : undefined
  }

  issues(value: unknown, direction: Direction): readonly SchemaIssue[] {
    return this.#home.judge.issues(this, value, direction)
  }

  accepts(value: unknown, direction: Direction): boolean {
    return this.#home.judge.accepts(this, value, direction)
  }

  get effort(): number {
    return this.#home.judge.effort
  }
}

function holds(children: Children, key: string | number | undefined): boolean {
  switch (children.kind) {
    case 'one':
      return key === undefined
    case 'list':
      return typeof key === 'number' && key >= 0 && key < children.length
    case 'map':
      return key !== undefined && children.keys.includes(String(key))
  }
}
