/** Files and texts that items are made of: their bytes are remembered below the item, and go with it. */
import type { JsonObject } from '../../src/base/json.js'
import { matchContent } from '../../src/http/match-content.js'
import type { Operation } from '../../src/model/api-model.js'
import { isJsonType, parseMediaType } from '../../src/model/media-type.js'
import type { Collection } from '../../src/resources/collection.js'
import { typesOf, viewObject } from '../../src/resources/object-view.js'
import type { ResourcePlan } from '../../src/resources/resource-plan.js'
import type { BodyEnvelope, StatefulRole } from '../../src/resources/role.js'
import { isBytes, uploads } from '../../src/resources/success.js'
import { plain } from '../../src/resources/words.js'
import { itemKey, type CollectionKey } from '../state/store.js'
import type { Behaviour, Call, World } from './behaviour.js'
import type { Context } from './context.js'
import { memberAt, withMember } from './member.js'
import { createPreconditions } from './precondition.js'
import { notFound } from './problems.js'
import { createPlaceOf, type Place } from './shelf/place.js'

export interface File {
  /** As the client named it; '' when it did not. */
  readonly type: string
  readonly bytes: Uint8Array
}

/** What a request that makes or replaces an item uploads, when that can be asked for again. */
export function createSentFile(
  { tools }: Context,
  operation: Operation,
  role: StatefulRole & { readonly body: BodyEnvelope },
): (call: Call) => File | undefined {
  if (!uploads(operation)) return () => undefined
  const { body } = role
  if (body.isFile)
    return ({ request }) => ({ type: String(request.headers['content-type'] ?? ''), bytes: request.body })
  const part = [...((body.schema && viewObject(body.schema)?.properties) ?? [])].find(([, property]) =>
    isBytes(property),
  )?.[0]
  let isRead: boolean | undefined
  return (call) => {
    if (!(isRead ??= canBeRead(tools.plan, role.collection))) return undefined
    // Behaviours are given bytes as Base64: see withTextForBytes.
    const sent = part === undefined ? undefined : memberAt(call.body, [...body.at, part])
    return typeof sent === 'string' ? { type: '', bytes: Buffer.from(sent, 'base64') } : undefined
  }
}

function canBeRead(plan: ResourcePlan, collection: Collection): boolean {
  return plan.operations.some((operation) => {
    if (operation.method !== 'GET' || !operation.path.startsWith(collection.path)) return false
    const role = plan.roleOf(operation)
    return role.kind === 'readFile' && role.collection === collection
  })
}

/** What members tell of a file by their names: its type, its length, and of a text the text itself. */
export function withFileFacts({ collection }: Place, value: JsonObject, { type, bytes }: File): JsonObject {
  const { entity } = collection.details
  const essence = parseMediaType(type)?.essence
  const text = essence?.startsWith('text/') ? Buffer.from(bytes).toString('utf8') : undefined
  let result = value
  for (const [name, { schema, writeOnly }] of (entity && viewObject(entity)?.properties) ?? []) {
    const word = plain(name)
    const fact = /^(content|mime|media)type$/.test(word)
      ? essence
      : /^((file|content|byte)?(size|length)|bytes)$/.test(word)
        ? sized(bytes.length, typesOf(schema).has('string'))
        : /^(raw|text|content|source)$/.test(word)
          ? text
          : undefined
    if (fact !== undefined && !writeOnly && schema.accepts(fact, 'response')) result = withMember(result, [name], fact)
  }
  return result
}

function sized(length: number, asText: boolean): number | string {
  return asText ? String(length) : length
}

export function keepFile(place: Place, id: string, { type, bytes }: File, { state }: World): void {
  state.put(fileKey(place, id), '', { type, base64: Buffer.from(bytes).toString('base64') })
}

export function keptFile(place: Place, id: string, { state }: World): File | undefined {
  const kept = state.get(fileKey(place, id), '')?.value
  if (!kept) return undefined
  return { type: String(kept['type']), bytes: Buffer.from(String(kept['base64']), 'base64') }
}

export function isSameFile(a: File, b: File | undefined): boolean {
  return b !== undefined && a.type === b.type && Buffer.compare(a.bytes, b.bytes) === 0
}

/** Whatever is kept below an item goes when it goes; no path has braces in it. */
function fileKey({ key }: Place, id: string): CollectionKey {
  return `${itemKey(key, id)}/{file}` as CollectionKey
}

/** GET of what was uploaded; of an item that nobody uploaded, the document's example of a file. */
export function readFileBehaviour({ shelf }: Context, operation: Operation, role: StatefulRole): Behaviour {
  const placeOf = createPlaceOf(operation, role)
  const preconditions = createPreconditions(operation)
  const { status } = role.success
  return (call, world) => {
    const place = placeOf(call)
    const entity = shelf.find(place, world)
    if (!entity) return notFound(operation, place)
    const refused = preconditions.refuseStale(call, entity)
    if (refused) return refused
    const headers = preconditions.headers(entity)
    if (preconditions.isUnmodified(call, entity)) return { kind: 'value', status: 304, headers }
    const file = keptFile(place, place.id, world)
    return file && mayBeShown(role, file)
      ? { kind: 'value', status, value: file.bytes, mediaType: file.type, headers }
      : { kind: 'example', headers }
  }
}

/** A text may be sent that the answer's schema does not allow. */
function mayBeShown({ success }: StatefulRole, { type, bytes }: File): boolean {
  const content = success.response?.content ?? []
  const media = parseMediaType(type)
  const declared = matchContent(type, media, content) ?? content[0]
  if (!declared?.schema || isBytes({ schema: declared.schema })) return true
  const text = Buffer.from(bytes).toString('utf8')
  // It was read before it was kept.
  if (media && isJsonType(media)) return declared.schema.accepts(JSON.parse(text), 'response')
  return !typesOf(declared.schema).has('string') || declared.schema.accepts(text, 'response')
}
