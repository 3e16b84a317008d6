/** Members of an item that are sent in the query, as Trello and Docker have it: `POST /boards?name=Plans`. */
import type { JsonObject } from '../../../src/base/json.js'
import type { Operation } from '../../../src/model/api-model.js'
import type { Schema } from '../../../src/model/schema.js'
import { itemsOf, typesOf, viewObject } from '../../../src/resources/object-view.js'
import type { StatefulRole } from '../../../src/resources/role.js'
import { bodySchemaOf } from '../../../src/resources/success.js'
import { plain } from '../../../src/resources/words.js'
import type { Call } from '../behaviour.js'
import { copyOf } from '../member.js'

interface Input {
  readonly name: string
  readonly member: string
}

/** What a write says of its item: the body, and what the query says beside it. */
export function createSentInQuery(
  operation: Operation,
  { collection }: Pick<StatefulRole, 'collection'>,
): (body: JsonObject, call: Call) => JsonObject {
  const inputs = inputsOf(operation, collection)
  if (inputs.length === 0) return (body) => body
  return (body, { params }) => {
    const said = inputs.flatMap(({ name, member }): [string, unknown][] => {
      const value = params.query[name]
      return value === undefined || Object.hasOwn(body, member) ? [] : [[member, value]]
    })
    return said.length === 0 ? body : copyOf([...Object.entries(body), ...said])
  }
}

function inputsOf(operation: Operation, collection: StatefulRole['collection']): readonly Input[] {
  const { entity } = collection.details
  const view = entity && viewObject(entity)
  const members = new Map([...(view?.properties ?? [])].filter(([, { readOnly }]) => !readOnly))
  const body = bodySchemaOf(operation)
  const inBody = new Set([...((body && viewObject(body)?.properties.keys()) ?? [])].map(plain))
  const options = optionsOf(collection)
  return operation.parameters.flatMap((parameter): Input[] => {
    const word = plain(parameter.name)
    if (parameter.in !== 'query' || inBody.has(word) || options.has(word)) return []
    const member = [...members].find(([name]) => plain(name) === word)
    return member && hasSameTypes(parameter.schema, member[1].schema)
      ? [{ name: parameter.name, member: member[0] }]
      : []
  })
}

/** What reading and removing take as well says how to answer: a token, a language, the members to show. */
function optionsOf({ members: { read, remove } }: StatefulRole['collection']): ReadonlySet<string> {
  const asked = [read, remove].flatMap((operation) => operation?.parameters ?? [])
  return new Set(asked.filter((parameter) => parameter.in === 'query').map(({ name }) => plain(name)))
}

function hasSameTypes(asked: Schema | undefined, shown: Schema): boolean {
  if (!asked) return false
  const types = typesOf(shown)
  const items = typesOf(asked).has('array') && types.has('array') ? itemsOf(asked) : undefined
  if (items) return !typesOf(items).has('object')
  return [...typesOf(asked)].some((type) => SCALARS.has(type) && types.has(type))
}

const SCALARS: ReadonlySet<string> = new Set(['string', 'number', 'integer', 'boolean'])
