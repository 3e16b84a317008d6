import type { Operation } from '../model/api-model.js'
import { decodeSegment } from './split-path.js'

/**
 * Whether what stands in a path is what the operation's parameters want there. Asked only of operations whose paths differ in
 * the names of their parameters alone: '/files/{fileId}' and '/files/{fileName}'.
 */
export function fitsPath({ parameters }: Operation, names: readonly string[], values: readonly string[]): boolean {
  return names.every((name, index) => {
    const schema = parameters.find((parameter) => parameter.in === 'path' && parameter.name === name)?.schema
    const text = decodeSegment(values[index] ?? '')
    return !schema || schema.accepts(text, 'request') || (isNumber(text) && schema.accepts(Number(text), 'request'))
  })
}

function isNumber(text: string): boolean {
  return /^-?\d{1,15}(\.\d+)?$/.test(text)
}
