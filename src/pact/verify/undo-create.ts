import { decodeOrKeep } from '../../base/decode-or-keep.js'
import { bodyJson } from '../../http/body-text.js'
import type { HttpRequest, HttpResponse } from '../../http/exchange.js'
import { templateParameters } from '../../model/path-template.js'
import type { InteractionMatch } from './interaction.js'
import { idIn, madeId } from './made-id.js'
import { removeThing, type Maker } from './make-thing.js'

/** How to take away what an interaction itself has made; undefined where it made nothing, or nothing that can be removed. */
export function undoCreate(
  maker: Maker,
  match: InteractionMatch | undefined,
  request: HttpRequest,
  response: HttpResponse,
): (() => Promise<string | undefined>) | undefined {
  if (!match || response.status < 200 || response.status >= 300) return undefined
  const role = maker.plan.roleOf(match.operation)
  if (role.kind !== 'create') return undefined
  const { collection } = role
  const { remove } = collection.members
  const sent = bodyJson(request)
  const id = madeId(collection, response) ?? idIn(collection, sent)
  if (!remove || id === undefined) return undefined
  // What stands above it in the path, then the thing itself.
  const values = [...valuesIn(request.path, match), id]
  const names = templateParameters(remove.template)
  if (names.length !== values.length) return undefined
  const path = Object.fromEntries(names.map((name, index) => [name, values[index]]))
  return () => removeThing(maker.provider, remove, path)
}

function valuesIn(path: string, { operation, basePath }: InteractionMatch): readonly string[] {
  const segments = path.slice(basePath.length).split('/').slice(1)
  return operation.template.segments.flatMap(({ parts }, index) =>
    parts.length === 1 && parts[0]?.kind !== 'text' ? [decodeOrKeep(segments[index] ?? '')] : [],
  )
}
