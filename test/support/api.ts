import { loadDocument } from '../../src/document/load-document.js'
import type { ApiModel } from '../../src/model/api-model.js'
import { compileModel } from '../../src/model/compile-model.js'

/** A model from YAML text; `openapi: 3.1.0` and `info` are added when the text does not begin with a version. */
export async function api(text: string, openapi = '3.1.0'): Promise<ApiModel> {
  const versioned = /^\s*(openapi|swagger):/m.test(text)
    ? text
    : `openapi: ${openapi}\ninfo: { title: t, version: '1' }\n${dedent(text)}`
  return compileModel(await loadDocument('api.yaml', { text: dedent(versioned) }))
}

/** Removes the indentation that all lines share. */
export function dedent(text: string): string {
  const lines = text.replace(/^\n/, '').split('\n')
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)?.[0].length ?? 0)
  const shared = Math.min(...indents)
  return lines.map((line) => line.slice(shared)).join('\n')
}
