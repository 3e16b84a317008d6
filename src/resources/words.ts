/** How API authors spell names, so that `petId`, `pet_id` and `PetID` are one word. */

/** Lower case, letters and digits only. */
export function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/** 'instance_featureId' → ['instance', 'feature', 'id']. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
}

/** English plural to singular, well enough for names of collections: 'categories' → 'category', 'addresses' → 'address'. */
export function singular(name: string): string {
  if (/(ss|us|is|news)$/i.test(name)) return name
  if (/ies$/i.test(name)) return name.slice(0, -3) + 'y'
  if (/(sses|shes|ches|xes|zes)$/i.test(name)) return name.slice(0, -2)
  return /s$/i.test(name) ? name.slice(0, -1) : name
}

/**
 * What a name that is sent may be called where it is shown: `FriendlyName` is `friendly_name`, the `instanceName` of an
 * instance its `name`, and so is the `new_branch_name` of a branch.
 */
export function spellingsOf(name: string, collection: string): readonly string[] {
  const noun = plain(singular(collection))
  const word = plain(name)
  return [word, word.replace(/^new(?=.)/, '')].flatMap((each) =>
    each.startsWith(noun) && each.length > noun.length ? [each, each.slice(noun.length)] : [each],
  )
}

export type Verb = 'search' | 'create' | 'read' | 'update' | 'remove' | 'exists' | 'count' | 'bulk' | 'reset' | 'other'

const VERBS: Readonly<Record<string, Verb>> = {
  search: 'search',
  query: 'search',
  find: 'search',
  filter: 'search',
  list: 'search',
  create: 'create',
  add: 'create',
  new: 'create',
  insert: 'create',
  get: 'read',
  read: 'read',
  fetch: 'read',
  update: 'update',
  edit: 'update',
  modify: 'update',
  patch: 'update',
  delete: 'remove',
  remove: 'remove',
  destroy: 'remove',
  exists: 'exists',
  exist: 'exists',
  count: 'count',
  reset: 'reset',
  batchcreate: 'create',
  bulkcreate: 'create',
  createmany: 'create',
  batchupdate: 'update',
  bulkupdate: 'update',
  updatemany: 'update',
  batchdelete: 'remove',
  bulkdelete: 'remove',
  deletemany: 'remove',
  batchdestroy: 'remove',
  bulkdestroy: 'remove',
  destroymany: 'remove',
  removemany: 'remove',
  getmany: 'search',
  showmany: 'search',
  batchget: 'search',
  bulk: 'bulk',
  batch: 'bulk',
}

/** What a path segment such as '_search', 'search', '$count' or ':cancel' asks for; undefined for words that are no known verb. */
export function verbOf(segment: string): Verb | undefined {
  const marked = /^[_:$]/.test(segment)
  const word = plain(segment)
  if (Object.hasOwn(VERBS, word)) return VERBS[word]
  return marked ? 'other' : undefined
}
