import type { Operation, Parameter } from '../model/api-model.js'
import { isJsonType } from '../model/media-type.js'
import type { Schema } from '../model/schema.js'
import { viewObject } from './object-view.js'
import { plain } from './words.js'

/** What a list is told by: a parameter, or a member of one or of the body. */
export interface Control {
  readonly in: 'query' | 'body' | 'path'
  /** Of a query, the parameter, and the member of it where it is an object. */
  readonly at: readonly string[]
  readonly schema: Schema | undefined
  /** Of a member of a parameter: how the query has it. */
  readonly written?: 'brackets' | 'plain' | 'json' | undefined
}

/** A control as it is looked for: under which name. */
export interface Input extends Control {
  readonly name: string
  /** A member of what holds a whole filter. */
  readonly isOfFilter?: boolean
}

/** What a whole filter is called. */
export const FILTERS: readonly string[] = ['filter', 'filters', 'where']

/** In a filter `from` and `size` speak of members; these don't. */
export function mayBeCondition(word: string): boolean {
  return !NO_CONDITIONS.includes(word)
}

const NO_CONDITIONS = 'limit offset skip page pagesize perpage order sort fields where q search'.split(' ')

/** Query parameters, and the members of those that are objects: `page[size]`, `filter={"limit":1}`. */
export function queryInputs({ parameters }: Operation): Input[] {
  return parameters.filter((parameter) => parameter.in === 'query').flatMap(inputsOf)
}

function inputsOf(parameter: Parameter): Input[] {
  const { name, schema, content } = parameter
  const whole: Input = { name, in: 'query', at: [name], schema }
  const written = writingOf(parameter)
  const object = schema ?? content?.schema
  const view = written && object && viewObject(object)
  if (!view) return [whole]
  const inner = [...view.properties].map(([called, property]): Input => ({
    // `page[number]`: a number of what, the name of the whole says.
    name: name === 'page' ? `${name}[${called}]` : called,
    in: 'query',
    at: [name, called],
    schema: property.schema,
    written,
    isOfFilter: FILTERS.includes(plain(name)),
  }))
  // `filter={"where":{…},"limit":1}`, as LoopBack has it: what is filtered by is one of them.
  return inner.some((input) => input.name === 'where') ? inner : [whole, ...inner]
}

/** How the members of an object stand in a query; undefined where they have no names of their own there. */
function writingOf({ style, explode, content }: Parameter): Control['written'] {
  if (content) return content.range && isJsonType(content.range) ? 'json' : undefined
  if (style === 'deepObject') return 'brackets'
  return style === 'form' && explode ? 'plain' : undefined
}
