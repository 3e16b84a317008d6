import { jsonEqual, type Json, type JsonObject } from '../../../src/base/json.js'
import { acceptsDecoded } from '../../../src/check/check-value.js'
import { viewObject } from '../../../src/resources/object-view.js'
import type { Entity } from '../../state/store.js'
import type { Call } from '../behaviour.js'
import { chooseFields, fieldsAsked } from './choose-fields.js'
import { objectOf, withMember } from '../member.js'
import { idValue } from '../entity/new-id.js'
import { withOwnAddress } from '../entity/own-address.js'
import { pageMembers, type ListRole } from './page-members.js'
import type { Page } from './page.js'
import type { Place } from '../shelf/place.js'
import { project } from '../entity/project.js'
import { repair } from '../entity/repair.js'
import type { Tools } from '../tools.js'

/** How the pages of a list are shown; what was shown before is not made again. */
export class PageView {
  readonly #tools: Tools
  readonly #role: ListRole
  // Entities are immutable: the same value is shown the same way.
  readonly #shown = new WeakMap<JsonObject, JsonObject>()
  readonly #pages = new WeakMap<JsonObject, ShownPage>()

  constructor(tools: Tools, role: ListRole) {
    this.#tools = tools
    this.#role = role
  }

  /** The same body for the same entities with the same said about them; one for each first entity is kept. */
  show(place: Place, call: Call, page: Page): unknown {
    const { list, query } = this.#role
    const values = page.items.map(({ value }) => value)
    const members = list.at.length === 0 ? {} : (objectOf(pageMembers(this.#role, call, page)) ?? {})
    if (list.isOfIds) return this.#bodyOf(place, members, this.#idsOf(page))
    const fields = list.wrapper ? undefined : fieldsAsked(query.fields, call)
    if (fields) {
      const chosen = page.items.map((entity) => chooseFields(list.items, this.item(place, entity), fields))
      return this.#bodyOf(place, members, chosen)
    }
    const known = values[0] && this.#pages.get(values[0])
    if (known && isSameList(known.values, values) && jsonEqual(known.members, members)) return known.body
    const items = page.items.map((entity) => this.item(place, entity))
    const body = this.#bodyOf(place, members, items)
    if (values[0]) this.#pages.set(values[0], { values, members, body })
    return body
  }

  #idsOf({ items }: Page): readonly Json[] {
    const { items: schema } = this.#role.list
    return items.map(({ id }) => idValue(schema, id) as Json)
  }

  item(place: Place, entity: Entity): JsonObject {
    const known = this.#shown.get(entity.value)
    if (known) return known
    const bare = project(this.#tools, this.#role.list.items, place, entity.id, entity.value)
    const item = this.#wrapped(place, entity.id, bare)
    this.#shown.set(entity.value, item)
    return item
  }

  #wrapped(place: Place, id: string, item: JsonObject): JsonObject {
    const { wrapper } = this.#role.list
    if (!wrapper) return item
    const bare: JsonObject = { [wrapper.member]: item }
    const hasCursor = viewObject(wrapper.schema)?.properties.has('cursor')
    // As `after` takes it.
    const own = hasCursor ? withMember(bare, ['cursor'], id) : bare
    const held = withOwnAddress(this.#tools, wrapper.schema, place, id, own, 'created')
    return repair(this.#tools, wrapper.schema, held, `${place.key}/${id} listed`)
  }

  #bodyOf(place: Place, members: JsonObject, items: readonly Json[]): unknown {
    const { list, success } = this.#role
    const { schema } = success
    if (!schema) return items
    if (list.at.length === 0) return acceptsDecoded(schema, items) ? items : this.#padded(place, items)
    return repair(this.#tools, schema, withMember(members, list.at, items), `${place.key} list`)
  }

  /** Too few for the document's `minItems`, or equal where they must not be: generated ones fill up. */
  #padded(place: Place, items: readonly Json[]): unknown {
    const { schema } = this.#role.success
    const sample = schema && this.#tools.sample(schema, `${place.key} list`)
    if (!schema || !Array.isArray(sample)) return items
    const filled = [...items, ...(sample as unknown[]).slice(items.length)]
    return acceptsDecoded(schema, filled) ? filled : sample
  }
}

interface ShownPage {
  readonly values: readonly JsonObject[]
  /** Beside the items: totals, cursors. */
  readonly members: JsonObject
  readonly body: unknown
}

function isSameList(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length === others.length && some.every((item, index) => item === others[index])
}
