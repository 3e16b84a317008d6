import type { Finding } from '../../src/base/finding.js'
import type { JsonPointer } from '../../src/base/json-pointer.js'
import { loadDocument } from '../../src/document/load-document.js'
import { createSchemas } from '../../src/model/create-schemas.js'
import type { Direction, Schema } from '../../src/model/schema.js'
import { dedent } from '../support/api.js'

interface Read {
  readonly schema: Schema
  readonly findings: readonly Finding[]
  readonly accepts: (value: unknown, direction?: Direction) => boolean
  readonly says: (value: unknown, direction?: Direction) => string[]
}

/** The schemas of a document in a version, and the one that is called Subject. */
export async function readSchema(version: string, schemas: string): Promise<Read> {
  const head = version === '2.0' ? `swagger: '2.0'` : `openapi: ${version}`
  const under = version === '2.0' ? 'definitions:\n' : 'components:\n  schemas:\n'
  const body = dedent(schemas).replaceAll(/^/gm, '    ')
  const text = `${head}\ninfo: { title: t, version: '1' }\npaths: {}\n${under}${body}`
  const findings: Finding[] = []
  const document = await loadDocument('api.yaml', { text })
  const place = version === '2.0' ? '/definitions/Subject' : '/components/schemas/Subject'
  const schema = createSchemas(document, (finding) => findings.push(finding)).at(place as JsonPointer)
  return {
    schema,
    findings,
    accepts: (value, direction = 'request') => schema.accepts(value, direction),
    says: (value, direction = 'request') =>
      schema.issues(value, direction).map(({ at, message }) => (at === '' ? message : `${at} ${message}`)),
  }
}
