import { expect } from 'chai'
import fc from 'fast-check'
import { pointerTo, ROOT } from '../../src/base/json-pointer.js'
import { createRandom } from '../../src/base/random.js'
import { generateValue } from '../../src/generate/generate-value.js'
import type { Schema } from '../../src/model/schema.js'
import { api } from '../support/api.js'
import { schemaAround } from './schema-around.js'

async function schemaOf(node: unknown): Promise<Schema> {
  const model = await api(`paths: {}\ncomponents: ${JSON.stringify({ schemas: { Thing: node } })}`)
  return model.schema(pointerTo(ROOT, 'components', 'schemas', 'Thing'))
}

describe('generateValue on any schema', () => {
  it('finds a value for every schema that is made around one', async () => {
    await fc.assert(
      fc.asyncProperty(schemaAround, fc.constantFrom('full', 'minimal'), async ({ value, schema }, mode) => {
        const compiled = await schemaOf(schema)
        expect(compiled.issues(value, 'response')).to.deep.equal([])
        const generated = generateValue(compiled, { direction: 'response', random: createRandom(1), mode })
        expect(generated.valid, `${String(generated.keyword)} at ${String(generated.at)}`).to.equal(true)
      }),
      { numRuns: 150 },
    )
  })

  it('says of itself what the schema says of its value', async () => {
    const keyword = fc.constantFrom('allOf', 'oneOf', 'anyOf')
    const pair = fc.tuple(schemaAround, schemaAround, keyword)
    await fc.assert(
      fc.asyncProperty(pair, async ([one, other, joined]) => {
        const compiled = await schemaOf({ [joined]: [one.schema, other.schema] })
        const { value, valid } = generateValue(compiled, { direction: 'request', random: createRandom(2) })
        expect(compiled.accepts(value, 'request')).to.equal(valid)
      }),
      { numRuns: 60 },
    )
  })
})
