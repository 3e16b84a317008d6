import { lintDocument } from '../../src/document/lint/lint-document.js'
import { loadDocument } from '../../src/document/load-document.js'
import { dedent } from '../support/api.js'

/** 'rule pointer' of each finding of a document; `openapi`, `info` and `paths` are added where they are missing. */
export async function lint(text: string, version = 'openapi: 3.1.0'): Promise<string[]> {
  const body = dedent(text)
  const head = [
    /^(openapi|swagger):/m.test(body) ? '' : version,
    /^info:/m.test(body) ? '' : 'info: { title: t, version: "1" }',
  ]
  const paths = /^paths:/m.test(body) ? '' : '\npaths: {}'
  const document = await loadDocument('api.yaml', { text: `${head.filter(Boolean).join('\n')}\n${body}${paths}` })
  return lintDocument(document).map(({ rule, spec }) => `${rule.slice('document/'.length)} ${spec ?? ''}`)
}
