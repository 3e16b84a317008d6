import type { Operation } from '../model/api-model.js'
import type { Schema } from '../model/schema.js'
import { itemsOf, keywordOf, typesOf, viewObject } from './object-view.js'
import { comparisonOf, readFilterName, type Comparison } from './filter-name.js'
import { createFindMember, type FindMember } from './member-paths.js'
import { FILTERS, mayBeCondition, queryInputs, type Control, type Input } from './query-inputs.js'
import { plain } from './words.js'

/** Which declared inputs of a list choose, order and cut its items. Inputs that are not recognised do nothing. */
export interface QueryControls {
  readonly limit: Control | undefined
  /** `first` leads to the first item: 0, or 1 where the document counts so. */
  readonly offset: (Control & { readonly first: number }) | undefined
  readonly page: (Control & { readonly first: number }) | undefined
  /** `[0, 9]`: from the first to the last, as react-admin asks. */
  readonly range: Control | undefined
  /** `_end`: where the items after `_start` stop, as json-server asks. */
  readonly end: Control | undefined
  /** A token, or the id of the item to go on from. */
  readonly cursor: Control | undefined
  /** The same, to go back from. */
  readonly before: Control | undefined
  readonly sort: Control | undefined
  readonly order: Control | undefined
  /** A free term that is looked for in all text. */
  readonly term: Control | undefined
  readonly fields: Control | undefined
  /** The ids of the wanted items. */
  readonly ids: Control | undefined
  readonly filters: readonly Filter[]
  /** A whole filter in one text: `name eq "x" and size gt 3`, `{ "name": "x" }`. */
  readonly expression: Control | undefined
  /** A list of `{ field, operator, value }`. */
  readonly conditions: Control | undefined
  /** What labels, or members, must be, as Kubernetes has it: `app=web,tier!=db`. */
  readonly labels: Control | undefined
  readonly members: Control | undefined
}

export interface Filter extends Control {
  /** The member of the entity that is compared with the value, or with any of the values. */
  readonly member: readonly string[]
  readonly compare: Comparison
}

export const NO_CONTROLS: QueryControls = {
  limit: undefined,
  offset: undefined,
  page: undefined,
  range: undefined,
  end: undefined,
  cursor: undefined,
  before: undefined,
  sort: undefined,
  order: undefined,
  term: undefined,
  fields: undefined,
  ids: undefined,
  filters: [],
  expression: undefined,
  conditions: undefined,
  labels: undefined,
  members: undefined,
}

type ControlName = Exclude<keyof QueryControls, 'filters'>

const NAMES: Readonly<Record<ControlName, readonly string[]>> = {
  limit: [
    'limit',
    'perpage',
    'pagesize',
    'size',
    'pagelimit',
    'maxresults',
    'count',
    'top',
    'first',
    'take',
    'rows',
    'max',
    'num',
    'itemsperpage',
    'resultsperpage',
  ],
  offset: ['offset', 'skip', 'start', 'startindex', 'pageoffset', 'from', 'firstresult'],
  page: ['page', 'pagenumber', 'pageno', 'pagenum', 'pageindex', 'p'],
  range: ['range'],
  end: [],
  cursor: [
    'cursor',
    'pagetoken',
    'after',
    'startingafter',
    'nexttoken',
    'nextcursor',
    'continue',
    'continuationtoken',
    'nextpagetoken',
    'marker',
    'pagecursor',
    'pageafter',
    'sinceid',
    'afterid',
    'minid',
  ],
  before: ['before', 'endingbefore', 'pagebefore', 'beforecursor', 'previouscursor', 'prevcursor', 'beforeid', 'maxid'],
  sort: ['sort', 'sortby', 'orderby', 'sortfield', 'sortcolumn', 'sortingcolumn', 'ordering'],
  order: [
    'order',
    'sortorder',
    'direction',
    'sortdirection',
    'orderdirection',
    'sortdir',
    'asc',
    'desc',
    'descending',
    'ascending',
    'reverse',
  ],
  term: ['q', 'query', 'search', 'searchterm', 'term', 'keyword', 'keywords', 'searchtext'],
  fields: ['fields', 'select', 'projection', 'columns', 'attributes'],
  ids: ['ids'],
  expression: FILTERS,
  conditions: ['filters', 'filter', 'conditions', 'criteria', 'where', 'filtergroups', 'queries'],
  labels: ['labelselector', 'labelselectors'],
  members: ['fieldselector', 'fieldselectors'],
}

/** Controls that are declared as query parameters. */
export function queryControls(operation: Operation, entity: Schema | undefined, noun = ''): QueryControls {
  return controlsOf(queryInputs(operation), entity, noun)
}

/** Controls of a search: members of its body, and one level below ('{ query: { limit } }'), beside query parameters. */
export function searchControls(
  operation: Operation,
  body: Schema | undefined,
  entity: Schema | undefined,
  noun: string,
): QueryControls {
  const inputs = queryInputs(operation)
  // '[1, 2]' as a whole body
  if (body && typesOf(body).has('array')) inputs.push({ name: 'ids', in: 'body', at: [], schema: body })
  for (const [name, { schema }] of (body && viewObject(body)?.properties) ?? []) {
    inputs.push({ name, in: 'body', at: [name], schema })
    for (const [inner, property] of viewObject(schema)?.properties ?? []) {
      inputs.push({ name: inner, in: 'body', at: [name, inner], schema: property.schema })
    }
  }
  return controlsOf(inputs, entity, noun)
}

function controlsOf(inputs: readonly Input[], entity: Schema | undefined, noun: string): QueryControls {
  const members = new Map([...((entity && viewObject(entity)?.properties) ?? [])].map(([name]) => [plain(name), name]))
  const find = createFindMember(entity)
  const taken = new Map<ControlName, Input>()
  const filters: Filter[] = []
  for (const input of inputs) {
    const isOfIds = plain(input.name) === `${noun}ids` || (plain(input.name) === 'include' && isIdList(input, find))
    const control = isOfIds ? 'ids' : among(inputs, input, controlFor(input, members))
    if (control !== undefined) {
      if (!taken.has(control)) taken.set(control, input)
      continue
    }
    // A whole filter is read as one.
    if (input.isOfFilter === true) continue
    const isLeftOut = plain(input.name) === 'exclude' && isIdList(input, find)
    const named = readFilterName(isLeftOut ? 'id_exclude' : input.name, find)
    if (named && (isFilterable(input.schema) || isRange(input.schema))) filters.push({ ...input, ...named })
  }
  const order = taken.get('order')
  // `order=name.desc`, where nothing else says by what; it may be `order=desc` all the same.
  const saysBy = order !== undefined && plain(order.name) === 'order' && maySayBy(order.schema)
  const page = taken.get('page')
  const offset = taken.get('offset')
  return {
    limit: taken.get('limit'),
    offset: offset && { ...offset, first: firstOffset(offset.schema) },
    page: page && { ...page, first: firstPage(page.schema) },
    range: taken.get('range'),
    end: taken.get('end'),
    cursor: taken.get('cursor'),
    before: taken.get('before'),
    sort: taken.get('sort') ?? (saysBy ? order : undefined),
    order,
    term: taken.get('term'),
    fields: taken.get('fields'),
    ids: taken.get('ids'),
    expression: taken.get('expression'),
    conditions: taken.get('conditions'),
    labels: taken.get('labels'),
    members: taken.get('members'),
    filters,
  }
}

/** `include=1,2`, `exclude=3`: of ids where these are numbers; texts may as well be names of what is shown. */
function isIdList({ schema }: Input, find: FindMember): boolean {
  const items = schema && typesOf(schema).has('array') ? itemsOf(schema) : undefined
  return items !== undefined && typesOf(items).has('integer') && find('id') !== undefined
}

/** `first` is how many, as connections ask, but beside `max` or `size` the first one, as JPA asks. */
function among(inputs: readonly Input[], { name }: Input, control: ControlName | undefined): ControlName | undefined {
  if (control !== 'limit' || plain(name) !== 'first') return control
  const isOtherSize = (word: string): boolean => word !== 'first' && NAMES.limit.includes(word)
  return inputs.some((other) => isOtherSize(plain(other.name))) ? 'offset' : control
}

/** Not `asc` or `desc` alone. */
function maySayBy(schema: Schema | undefined): boolean {
  if (schema === undefined || typesOf(schema).has('array')) return true
  return typesOf(schema).has('string') && keywordOf(schema, 'enum') === undefined
}

/** A parameter that is also a member of the entity is a filter, unless only a control could have its type. */
function controlFor(input: Input, members: ReadonlyMap<string, string>): ControlName | undefined {
  const { name, schema } = input
  // `pagination[pageSize]`, as Strapi has it
  const word = plain(name.replace(/^(?:pagination|paging)\[(\w+)\]$/, '$1'))
  if (input.isOfFilter === true && mayBeCondition(word)) return undefined
  if (name === '_end' && fitsControl('end', schema)) return 'end'
  for (const control of Object.keys(NAMES) as ControlName[]) {
    if (!NAMES[control].includes(word)) continue
    if (fitsControl(control, schema) && !members.has(word)) return control
  }
  return undefined
}

function fitsControl(control: ControlName, schema: Schema | undefined): boolean {
  if (!schema) return true
  const types = typesOf(schema)
  if (types.size === 0) return true
  switch (control) {
    case 'limit':
    case 'offset':
    case 'page':
    case 'end':
      return types.has('integer') || types.has('number') || (types.has('string') && isDigits(schema))
    case 'cursor':
    case 'before':
      // 'before 2026' is no place in a list.
      if (String(keywordOf(schema, 'format')).startsWith('date')) return false
      return types.has('string') || types.has('integer')
    case 'sort':
      return types.has('string') || types.has('array') || types.has('object')
    case 'fields':
    case 'range':
      return types.has('string') || types.has('array')
    case 'expression':
      return types.has('string') || types.has('object')
    case 'conditions':
      return types.has('array') && !isFilterable(schema)
    case 'order':
      return types.has('string') || types.has('boolean') || types.has('array')
    case 'ids':
      return types.has('string') || (types.has('array') && isFilterable(schema))
    case 'term':
    case 'labels':
    case 'members':
      return types.has('string')
  }
}

/** '64-bit numbers as strings', as gRPC gateways write them. */
function isDigits(schema: Schema): boolean {
  const format = keywordOf(schema, 'format')
  return format === 'uint64' || format === 'int64' || format === undefined
}

function isFilterable(schema: Schema | undefined): boolean {
  if (!schema) return true
  const types = typesOf(schema)
  if (types.has('object')) return false
  const items = types.has('array') ? itemsOf(schema) : undefined
  return !(items && typesOf(items).has('object'))
}

/** `created: { gte, lt }`, as Stripe has it. */
function isRange(schema: Schema | undefined): boolean {
  const names = [...((schema && viewObject(schema)?.properties.keys()) ?? [])]
  return names.length > 0 && names.every((name) => comparisonOf(name) !== undefined)
}

function firstPage(schema: Schema | undefined): number {
  if (!schema) return 1
  return keywordOf(schema, 'default') === 0 || keywordOf(schema, 'minimum') === 0 ? 0 : 1
}

function firstOffset(schema: Schema | undefined): number {
  return schema && (keywordOf(schema, 'default') === 1 || keywordOf(schema, 'minimum') === 1) ? 1 : 0
}
