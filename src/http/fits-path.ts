import { decodeOrKeep } from '../base/decode-or-keep.js'
import type { Operation } from '../model/api-model.js'
import { shapeOf } from './schema-shape.js'

/**
 * Whether what stands in a path is what the operation's parameters want there. Asked only where there is a choice: of paths
 * that differ in the names of their parameters alone ('/files/{fileId}' and '/files/{fileName}'), and of a less specific path
 * that has a method which the more specific one lacks.
 */
export function fitsPath({ parameters }: Operation, names: readonly string[], values: readonly string[]): boolean {
  return names.every((name, index) => {
    const schema = parameters.find((parameter) => parameter.in === 'path' && parameter.name === name)?.schema
    // Lists and objects have many forms in a path; which of them this is, decoding knows.
    if (!schema || !shapeOf(schema).mayBeScalar) return true
    return readings(decodeOrKeep(values[index] ?? '')).some((value) => schema.accepts(value, 'request'))
  })
}

function readings(text: string): readonly unknown[] {
  if (text === 'true' || text === 'false') return [text, text === 'true']
  return /^-?\d{1,20}(\.\d+)?$/.test(text) ? [text, Number(text)] : [text]
}
