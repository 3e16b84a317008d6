import { own } from '../base/json.js'
import { pointerTo, type JsonPointer } from '../base/json-pointer.js'
import type { Example } from './api-model.js'
import { followExample } from './follow-example.js'
import { partsOf, type Part, type Source } from './part.js'

/** `example` and `examples` of a parameter, header or media type; those kept outside the document are left out. */
export function compileExamples(source: Source, part: Part): Example[] {
  const examples: Example[] = []
  const value = own(part.node, 'example')
  if (value !== undefined) examples.push(dataExample(source, '', value, pointerTo(part.at, 'example')))
  for (const [name, entry] of partsOf(source, part, 'examples', 'example')) {
    const example = compileExample(source, name, entry)
    if (example) examples.push(example)
  }
  return examples
}

function compileExample(source: Source, name: string, { node, at }: Part): Example | undefined {
  // OpenAPI 3.2 Example Object: `dataValue` is checked by the schema, so it says more than `serializedValue`.
  for (const key of ['value', 'dataValue']) {
    const value = own(node, key)
    if (value !== undefined) return dataExample(source, name, value, pointerTo(at, key))
  }
  const text = own(node, 'serializedValue')
  return typeof text === 'string'
    ? { name, value: text, serialized: true, at: pointerTo(at, 'serializedValue') }
    : undefined
}

export function dataExample(source: Source, name: string, value: unknown, at: JsonPointer): Example {
  return { name, value: followExample(source.document, value, at), serialized: false, at }
}
