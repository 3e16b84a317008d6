import { expect } from 'chai'
import type { Finding } from '../../src/base/finding.js'
import type { JsonPointer } from '../../src/base/json-pointer.js'
import { loadDocument } from '../../src/document/load-document.js'
import { createSchemas } from '../../src/model/create-schemas.js'
import type { Direction, Schema } from '../../src/model/schema.js'
import { dedent } from '../support/api.js'

interface Read {
  readonly schema: Schema
  readonly findings: readonly Finding[]
  accepts(value: unknown, direction?: Direction): boolean
  says(value: unknown, direction?: Direction): string[]
}

/** The schemas of a document in a version, and the one that is called Subject. */
async function read(version: string, schemas: string): Promise<Read> {
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

describe('schema', () => {
  describe('dialects', () => {
    it('reads the boolean exclusiveMinimum of 3.0 as making minimum exclusive', async () => {
      const { accepts } = await read('3.0.3', 'Subject: { type: integer, minimum: 1, exclusiveMinimum: true }')
      expect([1, 2].map((value) => accepts(value))).to.deep.equal([false, true])
    })

    it('lets null in by nullable only beside a type, in 3.0', async () => {
      const beside = await read('3.0.3', 'Subject: { type: string, nullable: true }')
      const untyped = await read(
        '3.0.3',
        `
        Subject: { nullable: true, allOf: [{ $ref: '#/components/schemas/Pet' }] }
        Pet: { type: object }
        `,
      )
      const constant = await read('3.0.3', 'Subject: { type: string, nullable: true, enum: [a] }')
      expect([beside.accepts(null), untyped.accepts(null), constant.accepts(null)]).to.deep.equal([true, false, false])
    })

    it('does not know nullable in 3.1', async () => {
      const { accepts } = await read('3.1.0', 'Subject: { type: string, nullable: true }')
      expect(accepts(null)).to.equal(false)
    })

    it('ignores what stands beside $ref in 3.0 and applies it in 3.1', async () => {
      const text = `
        Subject: { $ref: '#/components/schemas/Text', maxLength: 1 }
        Text: { type: string }
      `
      const [before, after] = [await read('3.0.3', text), await read('3.1.0', text)]
      expect([before.accepts('abc'), after.accepts('abc')]).to.deep.equal([true, false])
    })

    it('applies the siblings of every $ref in a chain', async () => {
      const { accepts } = await read(
        '3.1.0',
        `
        Subject: { $ref: '#/components/schemas/Short' }
        Short: { $ref: '#/components/schemas/Text', maxLength: 1 }
        Text: { type: string }
        `,
      )
      expect(['a', 'ab', 1].map((value) => accepts(value))).to.deep.equal([true, false, false])
    })

    it('takes x-nullable and type file in Swagger 2.0', async () => {
      const { accepts } = await read('2.0', 'Subject: { type: file, x-nullable: true }')
      expect([null, 'text', 5].map((value) => accepts(value))).to.deep.equal([true, true, false])
    })

    it('does not take properties called $ref, $id, example or __proto__ for keywords', async () => {
      const { accepts, says } = await read(
        '3.1.0',
        `
        Subject:
          type: object
          required: [__proto__]
          properties:
            $ref: { type: string }
            $id: { type: integer }
            example: { type: boolean }
            __proto__: { type: string }
            constructor: { type: number }
        `,
      )
      const good: unknown = JSON.parse('{"$ref":"x","$id":1,"example":true,"__proto__":"p"}')
      expect(says(good)).to.deep.equal([])
      expect(accepts(JSON.parse('{"__proto__":5}'))).to.equal(false)
      expect(accepts({})).to.equal(false)
    })
  })
})
