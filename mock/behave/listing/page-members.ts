import type { JsonObject } from '../../../src/base/json.js'
import type { Schema } from '../../../src/model/schema.js'
import { typesOf, viewObject } from '../../../src/resources/object-view.js'
import type { Control } from '../../../src/resources/query-inputs.js'
import type { StatefulRole } from '../../../src/resources/role.js'
import { plain } from '../../../src/resources/words.js'
import { originOf } from '../../answer/address.js'
import type { Call } from '../behaviour.js'
import { countWords } from '../entity/counters.js'
import { withMember } from '../member.js'
import { hasNext, nextToken, type Page } from './page.js'

export type ListRole = StatefulRole & { kind: 'list' | 'search' }

/** Totals, cursors and links of a list: computed from the page where a member's name tells what it is. */
export function pageMembers(role: ListRole, call: Call, page: Page): JsonObject {
  const { schema } = role.success
  const { list } = role
  let members: JsonObject = {}
  if (!schema) return members
  for (const [name, property] of viewObject(schema)?.properties ?? []) {
    const value = valueFor(name, property.schema, role, call, page)
    if (value !== undefined) members = withMember(members, [name], value)
    if (list.at[0] === name && list.at.length === 1) continue
    // '{ meta: { total } }', '{ paging: { cursors: { after } } }'
    for (const [inner, deeper] of viewObject(property.schema)?.properties ?? []) {
      // `page: { number, size }`, as Spring has it
      const said = plain(name) === 'page' && /^(number|size)$/.test(plain(inner)) ? `page ${inner}` : inner
      const value = valueFor(said, deeper.schema, role, call, page)
      if (value !== undefined) members = withMember(members, [name, inner], value)
    }
  }
  return members
}

/** Link (RFC 8288), Content-Range (RFC 9110 14.4) and totals, where the document declares these headers. */
export function linkHeader(role: ListRole, call: Call, page: Page): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const { name } of role.success.response?.headers ?? []) {
    const word = plain(name)
    if (word === 'link') {
      const links = (['first', 'prev', 'next', 'last'] as const).flatMap((rel) => {
        const url = linkTo(rel, role, call, page)
        return url === undefined ? [] : [`<${url}>; rel="${rel}"`]
      })
      if (links.length > 0) headers['link'] = links.join(', ')
    } else if (/^(x[a-z]{0,10}?)?(total(count|results|items|entries)?|pagination?total(count)?)$/.test(word)) {
      headers[name.toLowerCase()] = String(page.total)
    } else if (/^(x[a-z]{0,10}?)?(totalpages?|pagecount)$/.test(word)) {
      headers[name.toLowerCase()] = String(pagesOf(page))
    } else if (word === 'contentrange') {
      headers['content-range'] = `${role.collection.name} ${spanOf(page)}/${page.total}`
    } else if (/^x?nextpage$/.test(word) && hasNext(page) && Number.isFinite(page.limit)) {
      headers[name.toLowerCase()] = String(Math.floor(page.offset / page.limit) + 2)
    }
  }
  return headers
}

function pagesOf({ total, limit }: Page): number {
  return Number.isFinite(limit) ? Math.ceil(total / limit) : total > 0 ? 1 : 0
}

/** RFC 9110 14.4: '0-9'; '*' of nothing. */
function spanOf({ offset, items }: Page): string {
  return items.length === 0 ? '*' : `${offset}-${offset + items.length - 1}`
}

const NUMBERS: readonly (readonly [RegExp, (page: Page, role: ListRole) => number | undefined])[] = [
  [
    /^(total(count|results?|items|elements|records|hits|size|rows|entries)?|resultcount|count|odatacount|totalnumber)$/,
    (page) => page.total,
  ],
  [
    /^(limit|per_?page|pagesize|maxresults|itemsperpage)$/,
    ({ limit, items }) => (Number.isFinite(limit) ? limit : items.length),
  ],
  [/^(size|numberofelements|returned|itemcount)$/, ({ items }) => items.length],
  [
    /^(offset|skip|start|startindex)$/,
    ({ offset, total }, { query }) => Math.min(offset, total) + (query.offset?.first ?? 0),
  ],
  [/^(totalpages|pages|pagecount|lastpage|numpages)$/, pagesOf],
]
const HAS_NEXT = /^(has(more|next|nextpage|moreresults)|more|moreresults|incompleteresults)$/
const HAS_PREVIOUS = /^has(previous|prev)(page)?$/
const TOKEN =
  /^(next(page)?(token|cursor)|nextcursor|cursor|pagetoken|continue|continuationtoken|endcursor|after|nextmarker)$/
const LINKS: Readonly<Record<string, Rel>> = {
  next: 'next',
  nextpage: 'next',
  nextlink: 'next',
  nextpageurl: 'next',
  nexturl: 'next',
  nextpageuri: 'next',
  nexthref: 'next',
  odatanextlink: 'next',
  prev: 'prev',
  previous: 'prev',
  previouspage: 'prev',
  previouspageurl: 'prev',
  previouspageuri: 'prev',
  prevlink: 'prev',
  first: 'first',
  firstpageuri: 'first',
  last: 'last',
  self: 'self',
  href: 'self',
}

type Rel = 'next' | 'prev' | 'first' | 'last' | 'self'

function valueFor(name: string, schema: Schema, role: ListRole, call: Call, page: Page): unknown {
  const word = plain(name)
  const types = typesOf(schema)
  const fits = (value: unknown): boolean => value !== undefined && schema.accepts(value, 'response')
  if (types.has('integer') || types.has('number') || types.has('string')) {
    if (countWords(role.collection.name).includes(word)) return [page.total, String(page.total)].find(fits)
    for (const [pattern, compute] of NUMBERS) {
      if (!pattern.test(word)) continue
      const number = compute(page, role)
      // gRPC gateways write 64-bit numbers as strings.
      return [number, number === undefined ? undefined : String(number)].find(fits)
    }
    if (/^(page|currentpage|pagenumber)$/.test(word) && !types.has('string')) return [pageNumber(role, page)].find(fits)
  }
  if (types.has('boolean')) {
    if (word === 'hasmore' && page.cursor?.direction === 'before') return page.offset > 0
    if (HAS_NEXT.test(word)) return word === 'incompleteresults' ? false : hasNext(page)
    if (HAS_PREVIOUS.test(word)) return page.offset > 0
  }
  if (TOKEN.test(word))
    return [nextToken(page, role.query), null, ''].find((value) => value !== undefined && fits(value))
  const rel = LINKS[word]
  if (rel === undefined) return undefined
  const url = linkTo(rel, role, call, page)
  if (types.has('object')) return [url === undefined ? undefined : { href: url }, null].find(fits)
  if (rel === 'next' && role.query.cursor && !isAddress(schema)) {
    return [nextToken(page, role.query), null].find(fits)
  }
  return [url, null].find(fits)
}

function isAddress({ node }: Schema): boolean {
  const format = node['format']
  return typeof format === 'string' && /^(uri|url|iri)/.test(format)
}

function pageNumber({ query }: ListRole, { offset, limit }: Page): number {
  return (query.page?.first ?? 1) + (Number.isFinite(limit) && limit > 0 ? Math.floor(offset / limit) : 0)
}

/** The address of another page of the same list; undefined when there is no such page. */
function linkTo(rel: Rel, { query }: ListRole, call: Call, page: Page): string | undefined {
  const { request } = call
  const search = new URLSearchParams(request.query)
  const base = originOf(request) + request.path
  const { offset, limit, total } = page
  const last = Number.isFinite(limit) && limit > 0 ? Math.max(0, Math.ceil(total / limit) - 1) * limit : 0
  // Whoever went beyond the end comes back to the last page.
  const prev = Math.min(Math.max(0, offset - limit), last)
  const target = { self: offset, first: 0, last, next: offset + page.items.length, prev }[rel]
  if (rel === 'next' && !hasNext(page)) return undefined
  if (rel === 'prev' && offset === 0) return undefined
  if (rel !== 'self') {
    // A page that JSON asks for has no name of its own to ask for another by.
    if ([query.cursor, query.page, query.offset].some((control) => control?.written === 'json')) return undefined
    if (query.cursor?.in === 'query' && !query.page && !query.offset) {
      if (rel !== 'next') return undefined
      search.set(fieldOf(query.cursor), String(nextToken(page, query) ?? ''))
    } else if (query.page?.in === 'query') {
      const nth = Number.isFinite(limit) && limit > 0 ? Math.floor(target / limit) : 0
      search.set(fieldOf(query.page), String(nth + query.page.first))
    } else if (query.offset?.in === 'query') search.set(fieldOf(query.offset), String(target + query.offset.first))
    else return undefined
  }
  const text = search.toString()
  return text === '' ? base : `${base}?${text}`
}

/** As the query names it: `page[number]`. */
function fieldOf({ at: [name = '', inner], written }: Control): string {
  if (inner === undefined) return name
  return written === 'brackets' ? `${name}[${inner}]` : inner
}
