import type { Operation } from '../../src/model/api-model.js'
import { keywordOf } from '../../src/resources/object-view.js'
import type { Behaviour, Call, Reply, World } from './behaviour.js'
import type { Context } from './context.js'
import { fieldsAsked } from './listing/choose-fields.js'
import { linkHeader, type ListRole } from './listing/page-members.js'
import { PageView } from './listing/page-view.js'
import { cutPage, pageAsked, type Page } from './listing/page.js'
import { idsAsked, isPlain, selectItems } from './listing/select-items.js'
import { parentNotFound } from './problems.js'
import { createEverywhere, type Found } from './shelf/everywhere.js'
import { createInside } from './shelf/inside.js'
import { createPlaceOf, type Place } from './shelf/place.js'

/** GET on a collection and its searches: what is there, filtered, ordered and cut as the document declares. */
export function listBehaviour(context: Context, operation: Operation, role: ListRole): Behaviour {
  const { tools, shelf } = context
  const { list, query, success } = role
  const placeOf = createPlaceOf(operation, role)
  const inside = createInside(context, operation, role)
  const everywhere = createEverywhere(context, role)
  const maxItems = list.array && keywordOf(list.array, 'maxItems')
  const most = typeof maxItems === 'number' ? maxItems : Infinity
  const view = new PageView(tools, role)

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
    const isUnknown = role.address ? shelf.isUntouched(place, world) : inside?.isUnknown(place, call, world)
    if (page.total === 0 && isUnknown) return { kind: 'example' }
    return replyWith(place, call, page)
  }

  function replyWith(place: Place, call: Call, page: Page): Reply {
    return {
      kind: 'value',
      status: success.status,
      value: view.show(place, call, page),
      headers: linkHeader(role, call, page),
      lasting: fieldsAsked(query.fields, call) === undefined,
    }
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
      if (page.items.includes(entity)) view.item(place, { ...entity, id: place.id })
    }
    return page
  }
}
