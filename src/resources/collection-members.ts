import type { Operation } from '../model/api-model.js'
import { templateParameters } from '../model/path-template.js'
import type { CollectionMembers } from './collection.js'
import { entityIn, listIn } from './envelope.js'
import { memberSchema } from './identity.js'
import { viewObject, type ObjectView } from './object-view.js'
import { method, type PathNode, type VerbOperation } from './path-nodes.js'
import { keyOf, type Token } from './path-shape.js'
import { bodySchemaOf, declares, isJsonPatch, successOf } from './success.js'
import type { Verb } from './words.js'

/** A collection before its operations are known. */
export interface Draft {
  readonly tokens: readonly Token[]
  readonly kind: 'items' | 'singleton'
  readonly item: PathNode | undefined
  /** Of the path that tells of it. */
  readonly position: number
}

export function membersOf(
  draft: Draft,
  nodes: ReadonlyMap<string, PathNode>,
  drafts: ReadonlyMap<string, Draft>,
  verbs: ReadonlyMap<string, readonly VerbOperation[]>,
): CollectionMembers {
  const key = keyOf(draft.tokens)
  const own = nodes.get(key)
  const { item } = draft
  if (draft.kind === 'singleton') {
    return {
      list: undefined,
      search: undefined,
      create: own && method(own, 'POST'),
      otherCreates: [],
      read: own && method(own, 'GET'),
      replace: own && method(own, 'PUT'),
      patch: own && method(own, 'PATCH'),
      remove: own && method(own, 'DELETE'),
    }
  }
  const onItems = verbs.get(key) ?? []
  const onItem = (item && verbs.get(item.shape.key)) ?? []
  const byVerb = (list: readonly VerbOperation[], verb: Verb): Operation | undefined =>
    list.find((entry) => entry.verb === verb)?.operation
  const put = item && method(item, 'PUT')
  const replace = put && isJsonPatch(put) ? undefined : put
  const { list, create, put: putAll } = own ? onCollection(draft, own) : NOTHING
  // '/buckets/{cluster}' may list what is called '/buckets/{cluster}/{name}'.
  const below = item && drafts.get(item.shape.key)
  const belowIt = item && below ? onCollection(below, item) : NOTHING
  const ofItem = (name: string): Operation | undefined => {
    const found = item && method(item, name)
    return found === belowIt.list || found === belowIt.create ? undefined : found
  }
  const post = replace ? undefined : ofItem('POST')
  // Nothing else makes the thing, and POST on its own path answers that it was made.
  const made = post && !create && declares(post, 201) ? post : undefined
  const patch = ofItem('PATCH') ?? (put === replace ? undefined : put) ?? (made ? undefined : post)
  return {
    list,
    search: byVerb(onItems, 'search'),
    create,
    otherCreates: [
      ...onItems.filter(
        ({ verb, operation }) =>
          verb === 'create' && operation.method === 'POST' && !(create && isOtherwise(operation, create, draft)),
      ),
      ...onItems.filter(({ verb }) => verb === 'bulk'),
    ]
      .map(({ operation }) => operation)
      .concat(replace && !create ? [replace] : [])
      .concat(putAll && !create ? [putAll] : [])
      .concat(made ?? []),
    read: (item && replace && sameName(item, replace)) ?? ofItem('GET') ?? byVerb(onItem, 'read'),
    replace,
    patch: patch ?? byVerb(onItem, 'update'),
    remove: (item && method(item, 'DELETE')) ?? byVerb(onItem, 'remove'),
  }
}

/**
 * '/sections/insert' beside `POST /sections` that does not take what creating must say puts a section somewhere else; what is
 * called creating creates.
 */
function isOtherwise(operation: Operation, create: Operation, { tokens }: Draft): boolean {
  if (/create[^/]*$/i.test(operation.path)) return false
  const last = tokens.at(-1)
  const of = { name: last?.kind === 'fixed' ? last.text : '', idParameter: undefined }
  const sentBy = (each: Operation): ObjectView | undefined => {
    const schema = bodySchemaOf(each)
    const at = schema && entityIn(schema, of)
    const sent = schema && at && memberSchema(schema, at)
    return sent && viewObject(sent)
  }
  const sent = sentBy(operation)
  return sent !== undefined && [...(sentBy(create)?.required ?? [])].some((name) => !sent.properties.has(name))
}

interface OnCollection {
  readonly list: Operation | undefined
  readonly create: Operation | undefined
  readonly put: Operation | undefined
}

const NOTHING: OnCollection = { list: undefined, create: undefined, put: undefined }

/**
 * What is done to a collection on its own path. A path that ends in a parameter is an item's too: there a list is of the
 * collection, and POST creates in it where there is a list, or where nothing else is done to such an item.
 */
function onCollection({ tokens, item }: Draft, own: PathNode): OnCollection {
  const [list, create, put] = ['GET', 'POST', 'PUT'].map((name) => method(own, name))
  if (tokens.at(-1)?.kind === 'fixed') return { list, create, put }
  const id = item?.shape.tokens.at(-1)
  const name = tokens.findLast((token) => token.kind === 'fixed')?.text ?? ''
  const shown = list && successOf(list).schema
  const isList = shown && listIn(shown, { name, idParameter: id?.kind === 'parameter' ? id.name : undefined })
  if (isList) return { list, create, put: undefined }
  return own.operations.every((operation) => operation === create) ? { ...NOTHING, create } : NOTHING
}

/** '/files/{fileName}' is read as it is written, although '/files/{fileId}' is read too. */
function sameName({ operations }: PathNode, written: Operation): Operation | undefined {
  const gets = operations.filter(({ method }) => method === 'GET')
  const name = templateParameters(written.template).at(-1)
  return gets.length > 1 ? gets.find(({ template }) => templateParameters(template).at(-1) === name) : undefined
}
