import { acceptsDecoded } from '../../src/check/check-value.js'
import { jsonEqual, type JsonObject } from '../../src/base/json.js'
import type { Operation } from '../../src/model/api-model.js'
import { keywordOf } from '../../src/resources/object-view.js'
import type { StatefulRole } from '../../src/resources/role.js'
import type { Entity } from '../state/store.js'
import type { Behaviour, Call, Reply, World } from './behaviour.js'
import { chooseFields, fieldsAsked } from './choose-fields.js'
import type { Context } from './context.js'
import { createEverywhere, type Found } from './everywhere.js'
import { createInside } from './inside.js'
import { objectOf, withMember } from './member.js'
import { linkHeader, pageMembers } from './page-members.js'
import { cutPage, pageAsked, type Page } from './page.js'
import { createPlaceOf, type Place } from './place.js'
import { parentNotFound } from './problems.js'
import { project } from './project.js'
import { repair } from './repair.js'
import { idsAsked, isPlain, selectItems } from './select-items.js'

type ListRole = StatefulRole & { kind: 'list' | 'search' }

/** GET on a collection and its searches: what is there, filtered, ordered and cut as the document declares. */
export function listBehaviour(context: Context, operation: Operation, role: ListRole): Behaviour {
  const { tools, shelf } = context
  const { list, query, success } = role
  const placeOf = createPlaceOf(operation, role)
  const inside = createInside(context, operation, role)
  const everywhere = createEverywhere(context, role)
  const maxItems = list.array && keywordOf(list.array, 'maxItems')
  const most = typeof maxItems === 'number' ? maxItems : Infinity
  // Entities are immutable: the same value is shown the same way.
  const shown = new WeakMap<JsonObject, JsonObject>()
  const pages = new WeakMap<JsonObject, ShownPage>()

  return (call, world) => {
    const place = placeOf(call)
    if (everywhere) {
      const found = everywhere(place, world)
      return found ? replyWith(place, call, pageOfAll(found, call)) : { kind: 'example' }
    }
    if (!shelf.parentExists(place, world)) return parentNotFound(operation, place)
    const refused = inside?.refuse(call, world)
    if (refused) return refused
    const page = pageOf(place, call, world)
    if (page.total === 0 && inside?.isUnknown(place, call, world)) return { kind: 'example' }
    return replyWith(place, call, page)
  }

  function replyWith(place: Place, call: Call, page: Page): Reply {
    return {
      kind: 'value',
      status: success.status,
      value: shownPage(place, call, page),
      headers: linkHeader(role, call, page),
      lasting: fieldsAsked(query.fields, call) === undefined,
    }
  }

  /** The same body for the same entities with the same said about them; one for each first entity is kept. */
  function shownPage(place: Place, call: Call, page: Page): unknown {
    const values = page.items.map(({ value }) => value)
    const members = list.at.length === 0 ? {} : (objectOf(pageMembers(role, call, page)) ?? {})
    const fields = fieldsAsked(query.fields, call)
    if (fields) {
      const chosen = page.items.map((entity) => chooseFields(list.items, itemOf(place, entity), fields))
      return bodyOf(place, members, chosen)
    }
    const known = values[0] && pages.get(values[0])
    if (known && isSameList(known.values, values) && jsonEqual(known.members, members)) return known.body
    const items = page.items.map((entity) => itemOf(place, entity))
    const body = bodyOf(place, members, items)
    if (values[0]) pages.set(values[0], { values, members, body })
    return body
  }

  function pageOf(place: Place, call: Call, world: World): Page {
    const asked = pageAsked(query, call, most)
    if (asked.cursor === undefined && !inside && isPlain(query, call, role.collection)) {
      const total = shelf.count(place, world)
      const limit = Math.min(asked.limit, Math.max(0, total - asked.offset))
      return { total, items: shelf.list(place, world, { offset: asked.offset, limit }), ...asked }
    }
    const ids = idsAsked(query, call)
    const all = ids ? shelf.findAll(place, ids, world) : shelf.list(place, world)
    const candidates = inside ? all.filter((entity) => inside.holds(place, entity, call, world)) : all
    const { items } = selectItems(candidates, query, call, role.collection)
    return cutPage(items, asked)
  }

  function pageOfAll(found: readonly Found[], call: Call): Page {
    const candidates = found.map(({ entity }) => entity)
    const page = cutPage(selectItems(candidates, query, call, role.collection).items, pageAsked(query, call, most))
    for (const { entity, place } of found) {
      if (page.items.includes(entity)) itemOf(place, { ...entity, id: place.id })
    }
    return page
  }

  function itemOf(place: Place, entity: Entity): JsonObject {
    const known = shown.get(entity.value)
    if (known) return known
    const item = project(tools, list.items, place, entity.id, entity.value)
    shown.set(entity.value, item)
    return item
  }

  function bodyOf(place: Place, members: JsonObject, items: readonly JsonObject[]): unknown {
    const { schema } = success
    if (!schema) return items
    if (list.at.length === 0) return acceptsDecoded(schema, items, 'response') ? items : padded(place, items)
    return repair(tools, schema, withMember(members, list.at, items), `${place.key} list`)
  }

  /** Too few for the document's `minItems`, or equal where they must not be: generated ones fill up. */
  function padded(place: Place, items: readonly JsonObject[]): unknown {
    const { schema } = success
    const sample = schema && tools.sample(schema, `${place.key} list`)
    if (!schema || !Array.isArray(sample)) return items
    const filled = [...items, ...(sample as unknown[]).slice(items.length)]
    return acceptsDecoded(schema, filled, 'response') ? filled : sample
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
