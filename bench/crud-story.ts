/** One collection's story as a client tells it over HTTP: create, read, list, update, delete, and read no more. */
import { isRecord, jsonEqual } from '../src/base/json.js'
import { memberSchema } from '../src/resources/identity.js'
import type { Collection } from '../src/resources/collection.js'
import { viewObject } from '../src/resources/object-view.js'
import { templateParameters } from '../src/model/path-template.js'
import type { Operation } from '../src/model/api-model.js'
import type { ResourcePlan } from '../src/resources/resource-plan.js'
import type { Role, StatefulRole } from '../src/resources/role.js'
import { memberAt } from '../mock/behave/member.js'
import { sampledIds, type Answer, type Client, type Wish } from './http-client.js'

import { askedId, idFrom, idIn, textOf, type Part } from './story-ids.js'

/** The reason why a story ended before its end. */
export class Turn extends Error {}

/** Collections whose paths promise a way to create and a way to read. */
export function storiedCollections({ collections }: ResourcePlan): readonly Collection[] {
  return collections.filter(({ kind, members: { create, otherCreates, read } }) => {
    return kind === 'items' && read !== undefined && (create !== undefined || otherCreates.length > 0)
  })
}

/** @throws Turn at the first answer that is not as it should be */
export async function tellStory(client: Client, plan: ResourcePlan, collection: Collection): Promise<void> {
  const create = partOf(plan, collection, 'create') ?? partOf(plan, collection, 'upsert')
  const read =
    partOf(plan, collection, 'read') ?? partOf(plan, collection, 'readFile') ?? partOf(plan, collection, 'exists')
  if (!create) throw new Turn(`nothing creates: ${reasonOf(plan, creatorOf(collection))}`)
  if (!read) throw new Turn(`nothing reads: ${reasonOf(plan, collection.members.read)}`)
  const parents = await parentIds(client, plan, collection)
  const { id, sent, shown, file } = await createItem(client, plan, collection, parents)
  const ids = [...parents, id]

  const seen = succeed('read', await send(client, read, ids), 200)
  holds('read', entityOf(read.role, seen), shown ?? sent, read.role)
  holdsFile('read', read.role, seen, file)

  const list = partOf(plan, collection, 'list') ?? partOf(plan, collection, 'search')
  if (list) await listsOnce(client, list, parents, id)

  const update =
    partOf(plan, collection, 'patch') ?? partOf(plan, collection, 'replace') ?? partOf(plan, collection, 'upsert')
  if (update) {
    const changed = await send(client, update, ids, {
      variant: 'update',
      ids: idIn(update.role, id),
      patch: stepsOn(entityOf(read.role, seen)),
    })
    succeed('update', changed, 200)
    const after = succeed('read after the update', await send(client, read, ids), 200)
    holds('read after the update', entityOf(read.role, after), sendable(update.role, changed), read.role)
    holdsFile('read after the update', read.role, after, fileIn(update.role, changed))
  }
  const remove = partOf(plan, collection, 'remove')
  if (!remove) return
  succeed('delete', await send(client, remove, ids, { ids: idIn(remove.role, id) }), 204)
  const gone = await send(client, read, ids)
  if (gone.status !== 404 && gone.status !== 410)
    throw new Turn(`read after the delete: expected 404, got ${gone.status}`)
  // Many documents forget to declare it.
  const wrong = gone.findings.filter(({ rule }) => rule !== 'response/status')
  if (wrong[0]) throw new Turn(`read after the delete: ${wrong[0].message}`)
}

/** Ids where the operation wants them: in its path, or wherever else it says which item is meant. */
function send(
  client: Client,
  { operation, role }: Part<StatefulRole['kind']>,
  ids: readonly string[],
  wish: Wish = {},
): Promise<Answer> {
  if (!role.sources) return client.send(operation, ids, wish)
  const { parents, id } = role.sources
  const query: Record<string, unknown> = { ...wish.query }
  const inBody = [...(wish.ids ?? [])]
  const sources = id ? [...parents, id] : parents
  sources.forEach((source, index) => {
    const text = ids[index]
    if (text === undefined) return
    if (source.in === 'body') inBody.push({ at: source.at, id: text, isAdded: true })
    else if (source.in === 'query') query[source.at[0] ?? ''] = text
  })
  return client.send(operation, [], { ...wish, query, ids: inBody })
}

/** RFC 6902: steps that are right whatever the document says of a change. */
function stepsOn(entity: unknown): readonly unknown[] {
  const [name, value] =
    Object.entries(isRecord(entity) ? entity : {}).find(([, member]) => typeof member !== 'object') ?? []
  return name === undefined
    ? [{ op: 'test', path: '', value: entity ?? {} }]
    : [{ op: 'test', path: `/${name.replace(/~/g, '~0').replace(/\//g, '~1')}`, value }]
}

function creatorOf({ members }: Collection): Operation | undefined {
  return members.create ?? members.otherCreates[0]
}

function reasonOf(plan: ResourcePlan, operation: Operation | undefined): string {
  if (!operation) return 'there is no operation'
  const role = plan.roleOf(operation)
  return `${operation.method} ${operation.path} is ${role.kind}: ${role.reasons.join('; ')}`
}

function partOf<Kind extends StatefulRole['kind']>(
  plan: ResourcePlan,
  collection: Collection,
  kind: Kind,
): Part<Kind> | undefined {
  for (const operation of plan.operations) {
    const role = plan.roleOf(operation)
    if (role.kind !== kind || role.collection !== collection || role.scope) continue
    return { operation, role } as unknown as Part<Kind>
  }
  return undefined
}

/** Ids of everything above; what can be created is, the rest is named as the document's samples name it. */
async function parentIds(client: Client, plan: ResourcePlan, collection: Collection): Promise<readonly string[]> {
  const sampled = sampledIds(creatorOf(collection) ?? collection.members.read)
  const above: Collection[] = []
  for (let { parent } = collection; parent; { parent } = parent) above.unshift(parent)
  const ids: string[] = []
  for (const parent of above) {
    const place = parent.segments.filter((segment) => segment === undefined).length
    while (ids.length < place) ids.push(sampled[ids.length] ?? '1')
    if (partOf(plan, parent, 'create') ?? partOf(plan, parent, 'upsert'))
      ids.push((await createItem(client, plan, parent, ids)).id)
  }
  const count = collection.segments.filter((segment) => segment === undefined).length
  while (ids.length < count) ids.push(sampled[ids.length] ?? '1')
  return ids
}

interface Created {
  readonly id: string
  readonly sent: unknown
  /** What the answer shows of it. */
  readonly shown: unknown
  /** What was uploaded, when all of the body was a file. */
  readonly file: Uint8Array | undefined
}

async function createItem(
  client: Client,
  plan: ResourcePlan,
  collection: Collection,
  parents: readonly string[],
): Promise<Created> {
  const create = partOf(plan, collection, 'create')
  if (create) {
    const { role } = create
    const answer = succeed(
      `create ${collection.path}`,
      await send(client, create, parents, { ids: askedId(role) }),
      201,
    )
    const shown = entityOf(role, answer)
    const id = idFrom(role, answer, shown)
    if (id === undefined) throw new Turn('create: neither the answer nor its Location shows the id, and none was sent')
    return {
      id,
      sent: memberAt(answer.sent.body, role.body.at),
      shown: collection.details.identity.at ? shown : undefined,
      file: fileIn(role, answer),
    }
  }
  const upsert = partOf(plan, collection, 'upsert')
  if (!upsert) throw new Turn(`nothing creates ${collection.path}`)
  const { role } = upsert
  const { parameters } = upsert.operation
  const inPath = parameters.find(({ name }) => name === templateParameters(upsert.operation.template).at(-1))?.schema
  const chosen = [collection.members.read, upsert.operation]
    .flatMap((operation) => sampledIds(operation)[parents.length] ?? [])
    .find((text) => !inPath || inPath.accepts(text, 'request') || inPath.accepts(Number(text), 'request'))
  const wish = chosen === undefined ? {} : { ids: idIn(role, chosen) }
  const named = chosen === undefined ? parents : [...parents, chosen]
  const answer = succeed(`create ${collection.path}`, await send(client, upsert, named, wish), 201)
  const id = answer.pathIds[parents.length] ?? idFrom(role, answer, entityOf(role, answer))
  if (id === undefined) throw new Turn('create: neither the answer nor its Location shows the id, and none was sent')
  return { id, sent: sendable(role, answer), shown: undefined, file: fileIn(role, answer) }
}

function succeed(step: string, answer: Answer, likely: number): Answer {
  const { status, findings } = answer
  if (status < 200 || status > 299)
    throw new Turn(`${step}: expected ${likely}, got ${status} ${answer.text.slice(0, 200)}`)
  const [wrong] = findings
  if (wrong) throw new Turn(`${step}: ${wrong.message}`)
  return answer
}

function entityOf({ entityAt }: StatefulRole, { value }: Answer): unknown {
  return entityAt ? memberAt(value, entityAt) : undefined
}

function sendable(role: Role, { sent }: Answer): unknown {
  return 'body' in role && role.body?.schema ? memberAt(sent.body, role.body.at) : undefined
}

function fileIn(role: Role, { sent }: Answer): Uint8Array | undefined {
  return 'body' in role && role.body?.isFile ? sent.bytes : undefined
}

function holdsFile(step: string, role: Role, { bytes }: Answer, sent: Uint8Array | undefined): void {
  if (role.kind !== 'readFile' || !sent || Buffer.compare(bytes, sent) === 0) return
  throw new Turn(`${step}: ${bytes.length} bytes are not the ${sent.length} that were sent`)
}

/** Each plain member that the client sent, or was shown, and that the read declares as the client's own. */
function holds(step: string, entity: unknown, told: unknown, role: StatefulRole): void {
  if (!isRecord(entity) || !isRecord(told)) return
  const { owned } = role.collection.details
  const shown = role.success.schema && memberSchema(role.success.schema, role.entityAt ?? [])
  const view = shown && viewObject(shown)
  for (const [name, value] of Object.entries(told)) {
    const property = view?.properties.get(name)
    if (!property || property.readOnly || property.writeOnly || typeof value === 'object') continue
    if (owned.some(({ at }) => at[0] === name) || !property.schema.accepts(value, 'response')) continue
    if (jsonEqual(entity[name], value)) continue
    // One schema may forbid what another of its parts names.
    if (shown && !shown.accepts({ ...entity, [name]: value }, 'response')) continue
    throw new Turn(`${step}: ${name} is ${JSON.stringify(entity[name])}, not ${JSON.stringify(value)}`)
  }
}

const MOST_PAGES = 20

async function listsOnce(
  client: Client,
  { operation, role }: Part<'list' | 'search'>,
  parents: readonly string[],
  id: string,
): Promise<void> {
  const { at } = role.collection.details.identity
  let count = 0
  let seen = 0
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = succeed(
      'list',
      await send(client, { operation, role }, parents, { query: pageQuery(role, page, seen) }),
      200,
    )
    const items = memberAt(answer.value, role.list.at)
    if (!at || role.list.wrapper || !Array.isArray(items) || !role.list.items || !memberSchema(role.list.items, at))
      return
    seen += items.length
    count += items.filter((item) => textOf(memberAt(item, at)) === id).length
    if (count > 0 || items.length === 0 || (!role.query.page && !role.query.offset)) break
  }
  const { filters, term, ids } = role.query
  const hiding = [...filters, ...(term ? [term] : []), ...(ids ? [ids] : [])].filter(
    (control) => control.in === 'query',
  )
  const mayHide = operation.parameters.some(({ required, name }) => {
    return required && hiding.some((control) => control.at[0] === name)
  })
  if (count !== 1 && !(count === 0 && mayHide)) throw new Turn(`list: the item is there ${count} times among ${seen}`)
}

function pageQuery({ query }: Part<'list' | 'search'>['role'], page: number, seen: number): Record<string, unknown> {
  if (page === 0) return {}
  if (query.page?.in === 'query') return { [query.page.at[0] ?? '']: query.page.first + page }
  return query.offset?.in === 'query' ? { [query.offset.at[0] ?? '']: seen + query.offset.first } : {}
}
