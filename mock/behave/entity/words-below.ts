import type { ApiModel } from '../../../src/model/api-model.js'
import type { Collection } from '../../../src/resources/collection.js'
import { plain } from '../../../src/resources/words.js'

const known = new WeakMap<Collection, ReadonlyMap<string, string>>()

/** Fixed segments right below an item of a collection, by their plain spelling. */
export function wordsBelow(model: ApiModel, collection: Collection): ReadonlyMap<string, string> {
  let words = known.get(collection)
  if (!words) known.set(collection, (words = findWords(model, collection)))
  return words
}

function findWords(model: ApiModel, { segments }: Collection): ReadonlyMap<string, string> {
  const words = new Map<string, string>()
  const depth = segments.length + 1
  for (const { template } of model.operations) {
    if (template.segments.length <= depth) continue
    const texts = template.segments.map(({ parts: [first, ...more] }) =>
      more.length === 0 && first?.kind === 'text' ? first.text : undefined,
    )
    const next = texts[depth]
    if (next === undefined || texts[depth - 1] !== undefined) continue
    if (segments.every((text, index) => text === texts[index])) words.set(plain(next), next)
  }
  return words
}
