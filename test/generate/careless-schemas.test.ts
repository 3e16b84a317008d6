import { expect } from 'chai'
import { pointerTo, ROOT } from '../../src/base/json-pointer.js'
import { createRandom } from '../../src/base/random.js'
import { generateValue, type GenerateOptions } from '../../src/generate/generate-value.js'
import { api, dedent } from '../support/api.js'

async function valid(text: string, options: Partial<GenerateOptions> = {}): Promise<unknown> {
  const model = await api(`paths: {}\ncomponents:\n  schemas:\n${dedent(text).replace(/^/gm, '    ')}`)
  const schema = model.schema(pointerTo(ROOT, 'components', 'schemas', 'Thing'))
  const generated = generateValue(schema, { direction: 'response', random: createRandom(1), ...options })
  expect(generated).to.include({ valid: true })
  return generated.value
}

describe('generateValue, where authors were not careful', () => {
  it('leaves out optional members that nothing can be written for, with what needs them, and nothing else', async () => {
    const value = await valid(`
      Thing:
        type: object
        properties:
          name: { type: string }
          people: { type: array, items: { $ref: '#/components/schemas/Person' } }
          owner: { type: object, required: [person], properties: { person: { $ref: '#/components/schemas/Strict' } } }
      Person: { type: object, properties: { first: { type: string }, sex: { enum: [MALE], type: string, maxLength: 1 } } }
      Strict: { allOf: [{ $ref: '#/components/schemas/Person' }], required: [sex] }
    `)
    expect(value).to.have.all.keys('name', 'people')
    const { people } = value as { people: unknown[] }
    expect(people).to.have.length.above(0)
    for (const person of people) expect(person).to.have.all.keys('first')
  })

  it('ends soon where the longest texts are asked for by the hundred million', async () => {
    const model = await api(`
      paths: {}
      components: { schemas: { Thing: { type: array, minItems: 100000000, items: { type: string, minLength: 100000000 } } } }
    `)
    const schema = model.schema(pointerTo(ROOT, 'components', 'schemas', 'Thing'))
    const { value, keyword } = generateValue(schema, { direction: 'response', random: createRandom(1) })
    expect(keyword).to.be.oneOf(['minItems', 'minLength'])
    expect(JSON.stringify(value)).to.have.length.below(1_000_000)
  })

  it('writes multiples that validators without a tolerance take too', async () => {
    for (let seed = 0; seed < 200; seed++) {
      const value = await valid('Thing: { type: number, multipleOf: 0.01 }', { random: createRandom(seed) })
      expect(Number(value) / 0.01).to.satisfy(Number.isInteger)
    }
  })
})
