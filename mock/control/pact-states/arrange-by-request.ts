import { decodeOrKeep } from '../../../src/base/decode-or-keep.js'
import { isRecord, type JsonObject, type UnknownRecord } from '../../../src/base/json.js'
import { createRandom } from '../../../src/base/random.js'
import { sampleRequest } from '../../../src/generate/sample-request.js'
import { bodyJson, bodyText } from '../../../src/http/body-text.js'
import { composeRequest } from '../../../src/http/compose-request.js'
import type { HttpResponse } from '../../../src/http/exchange.js'
import { writeCredentials } from '../../../src/http/write-credentials.js'
import type { Operation } from '../../../src/model/api-model.js'
import { templateParameters } from '../../../src/model/path-template.js'
import { chainOf } from '../../../src/resources/collection-path.js'
import type { Collection } from '../../../src/resources/collection.js'
import { plain } from '../../../src/resources/words.js'
import type { ControlContext } from '../control-context.js'
import type { StateValues } from './arrange-thing.js'
import { textOf, type WantedThing } from './pact-state.js'
import { strongest } from './personas.js'

/** Operations that bring a thing about or take it away, and that the user wrote behaviours for: only those know what they keep. */
export function isOwn({ mock }: ControlContext, { collection }: WantedThing): boolean {
  const own = mock.behaviours.operations ?? {}
  return chainOf(collection).some((one) => makersOf(one).some(({ id }) => Object.hasOwn(own, id)))
}

/** Brings a thing about as a client would, with the strongest persona; a sentence when the API does not let it. */
export async function arrangeByRequest(
  control: ControlContext,
  session: string,
  wanted: WantedThing,
): Promise<StateValues | string> {
  const values: Record<string, string> = {}
  const ids: string[] = []
  const chain = chainOf(wanted.collection)
  for (const [depth, collection] of chain.entries()) {
    const isLast = depth === chain.length - 1
    const id =
      isLast && wanted.kind === 'missing'
        ? await takeAway(control, session, wanted, ids)
        : await make(control, session, collection, ids, isLast ? wanted.members : {}, wishFor(wanted, depth))
    if (typeof id !== 'string') return id.problem
    if (collection.kind === 'items') ids.push(id)
    for (const name of wanted.names[depth] ?? []) values[name] = id
  }
  return values
}

interface Failed {
  readonly problem: string
}

async function make(
  control: ControlContext,
  session: string,
  collection: Collection,
  ids: readonly string[],
  members: JsonObject,
  wish: string | undefined,
): Promise<string | Failed> {
  if (
    wish !== undefined &&
    Object.keys(members).length === 0 &&
    (await answers(control, session, collection.members.read, [...ids, wish]))
  )
    return wish
  const maker = makersOf(collection)[0]
  if (!maker) return { problem: `the document has no operation that creates something in ${collection.path}` }
  const response = await send(control, session, maker, wish === undefined ? ids : [...ids, wish], members)
  if (response.status >= 300 && response.status !== 409)
    return { problem: `${maker.id} answered ${response.status}: ${bodyText(response).slice(0, 300)}` }
  return idIn(response, collection) ?? wish ?? ''
}

async function takeAway(
  control: ControlContext,
  session: string,
  { collection, names, id, values }: WantedThing,
  ids: readonly string[],
): Promise<string | Failed> {
  const wish =
    id ??
    names
      .at(-1)
      ?.map((name) => textOf(values[name]))
      .find((value) => value !== undefined) ??
    ''
  const { remove } = collection.members
  if (remove) await send(control, session, remove, collection.kind === 'items' ? [...ids, wish] : ids, {})
  return wish
}

async function answers(
  control: ControlContext,
  session: string,
  read: Operation | undefined,
  ids: readonly string[],
): Promise<boolean> {
  return read !== undefined && (await send(control, session, read, ids, {})).status < 300
}

function send(
  { mock, seed, answer, basePathOf }: ControlContext,
  session: string,
  operation: Operation,
  ids: readonly string[],
  members: JsonObject,
): Promise<HttpResponse> {
  const sample = sampleRequest(operation, { random: createRandom(seed), mode: 'minimal' })
  const path: Record<string, unknown> = { ...sample.params.path }
  templateParameters(operation.template).forEach((name, index) => {
    if (ids[index] !== undefined) path[name] = ids[index]
  })
  const body = isRecord(sample.body) ? { ...sample.body, ...members } : sample.body
  const credentials = writeCredentials(operation, strongest(mock.behaviours.personas)?.token ?? 'token')
  const request = composeRequest(
    operation,
    { ...sample, params: { ...sample.params, path }, body, ...credentials },
    basePathOf(operation),
  )
  const headers = session === '' ? request.headers : { ...request.headers, 'lockstep-session': session }
  return answer({ ...request, headers })
}

function makersOf({ members: { create, otherCreates, replace } }: Collection): readonly Operation[] {
  return [create, ...otherCreates, replace].filter((one) => one !== undefined)
}

function wishFor({ id, names, values }: WantedThing, depth: number): string | undefined {
  if (depth === names.length - 1 && id !== undefined) return id
  return names[depth]?.map((name) => textOf(values[name])).find((value) => value !== undefined)
}

/** What the answer calls by a name of the id, else by 'id'; at any depth, but the nearest. */
function idIn(response: HttpResponse, { idParameter, details }: Collection): string | undefined {
  const wanted = [idParameter, details.identity.at?.at(-1), 'id']
    .map((name) => plain(name ?? ''))
    .filter((name) => name !== '')
  let open: UnknownRecord[] = [bodyJson(response)].filter(isRecord)
  for (let depth = 0; depth < 4 && open.length > 0; depth++) {
    for (const name of wanted) {
      const found = open
        .flatMap((one) => Object.entries(one))
        .find(([key, value]) => plain(key) === name && textOf(value) !== undefined)
      if (found) return textOf(found[1])
    }
    open = open.flatMap((one) => Object.values(one)).filter(isRecord)
  }
  const location = response.headers['location']
  return typeof location === 'string' ? decodeOrKeep(location.split('/').at(-1) ?? '') : undefined
}
