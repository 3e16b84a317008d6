import type { Operation } from '../model/api-model.js'
import { parsePathTemplate } from '../model/path-template.js'
import type { Collection, CollectionDetails, CollectionMembers } from './collection.js'
import { keyOf, pathOf, shapeOf, type Token } from './path-shape.js'
import type { RoleKind } from './role.js'

/** An operation that a hint, or its own name, assigns to a collection without a path of its own. */
export interface Declaration {
  readonly operation: Operation
  readonly resource: string
  readonly role: RoleKind
  readonly by: string | undefined
}

/** The collections that operations name, by their keys; parents among them and among those that are known. */
export function declareCollections(
  declarations: readonly Declaration[],
  known: (key: string) => Collection | undefined,
  detailsOf: (facts: Omit<Collection, 'details'>) => CollectionDetails,
): ReadonlyMap<string, Collection> {
  const groups = new Map<string, { readonly tokens: readonly Token[]; readonly all: Declaration[] }>()
  for (const declaration of declarations) {
    const { tokens, key } = shapeOf(parsePathTemplate(declaration.resource))
    if (known(key) || tokens.at(-1)?.kind !== 'fixed') continue
    const group = groups.get(key)
    if (group) group.all.push(declaration)
    else groups.set(key, { tokens, all: [declaration] })
  }
  const made = new Map<string, Collection>()
  for (const [key, { tokens, all }] of [...groups].sort(([, a], [, b]) => a.tokens.length - b.tokens.length)) {
    const last = tokens.at(-1)
    const facts = {
      path: pathOf(tokens),
      name: last?.kind === 'fixed' ? last.text : '',
      kind: all.some(({ role }) => /Singleton$/.test(role)) ? ('singleton' as const) : ('items' as const),
      parent: parentOf(tokens, (above) => made.get(above) ?? known(above)),
      segments: tokens.map((token) => (token.kind === 'fixed' ? token.text : undefined)),
      idParameter:
        all
          .find(({ by }) => by !== undefined)
          ?.by?.split('.')
          .at(-1) ?? 'id',
      isDeclared: true,
      members: membersOf(all),
      idParameters: () => [],
    }
    made.set(key, { ...facts, details: detailsOf(facts) })
  }
  return made
}

function parentOf(tokens: readonly Token[], at: (key: string) => Collection | undefined): Collection | undefined {
  const last = tokens.findLastIndex(({ kind }) => kind === 'parameter')
  const found = last === -1 ? undefined : at(keyOf(tokens.slice(0, last)))
  return found?.kind === 'items' ? found : undefined
}

function membersOf(all: readonly Declaration[]): CollectionMembers {
  const first = (...roles: readonly RoleKind[]): Operation | undefined =>
    all.find(({ role }) => roles.includes(role))?.operation
  const create = first('create')
  const upsert = first('upsert')
  return {
    list: first('list'),
    search: first('search'),
    create,
    otherCreates: upsert && !create ? [upsert] : [],
    read: first('read', 'readSingleton'),
    replace: first('replace', 'upsert', 'replaceSingleton'),
    patch: first('patch', 'patchSingleton'),
    remove: first('remove', 'resetSingleton'),
  }
}
