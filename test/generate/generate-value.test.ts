import { expect } from 'chai'
import { createRandom } from '../../src/base/random.js'
import { generate, valid } from './generated.js'

describe('generateValue', () => {
  it('writes every member that a full answer can have, in the order of the document', async () => {
    const value = await valid(`
      Thing:
        type: object
        required: [id]
        properties:
          name: { type: string }
          id: { type: integer }
    `)
    expect(Object.keys(value as object)).to.deep.equal(['name', 'id'])
  })

  it('writes JSON into a text that holds JSON, as its contentSchema says', async () => {
    const inner = '{ type: object, required: [id], properties: { id: { type: integer } } }'
    const value = (await valid(`
      Thing:
        type: object
        properties:
          data: { type: string, contentMediaType: application/json, contentSchema: ${inner} }
          coded: { type: string, contentMediaType: application/json, contentEncoding: base64, contentSchema: ${inner} }
    `)) as Record<string, string>
    expect(JSON.parse(value['data'] ?? ''))
      .to.have.property('id')
      .that.is.a('number')
    expect(value['coded']).to.match(/^[A-Za-z0-9+/]+=*$/)
  })

  it('writes an integer where a number has the format of one', async () => {
    expect(await valid('Thing: { type: number, format: int32 }')).to.satisfy(Number.isInteger)
  })

  it('writes times as long as the document wants them', async () => {
    for (const length of [24, 25, 26, 33]) {
      const bounds = `minLength: ${length}, maxLength: ${length}`
      expect(await valid(`Thing: { type: string, format: date-time, ${bounds} }`)).to.have.length(length)
    }
    expect(await valid('Thing: { type: string, format: time, minLength: 18, maxLength: 18 }')).to.have.length(18)
  })

  it('writes what the name of a text says, a time where no format says so, and HTML', async () => {
    const names = ['created_at', 'expiresAt', 'creationTimestamp', 'avatar', 'company_name', 'format', 'combat']
    const members = names.map((name) => `${name}: { type: string }`).join(', ')
    const value = (await valid(
      `Thing: { type: object, properties: { ${members}, page: { type: string, format: html, minLength: 30 } } }`,
    )) as Record<string, string>
    const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/
    expect(names.filter((name) => instant.test(value[name] ?? ''))).to.deep.equal(names.slice(0, 3))
    expect(value['avatar']).to.match(/^https:.*png$/)
    expect(value['company_name']).to.match(/Works$/)
    expect(value['page'])
      .to.match(/^<p>.+<\/p>$/)
      .and.have.lengthOf.at.least(30)
    const short = await valid('Thing: { type: object, properties: { created_at: { type: string, maxLength: 10 } } }')
    expect(short)
      .to.have.property('created_at')
      .that.matches(/^\d{4}-\d\d-\d\d$/)
  })

  it('writes no text that a pattern excludes, though no engine can test long ones', async () => {
    const labels = String.raw`^(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])$`
    const value = await valid(`
      Thing: { type: object, required: [endpoint], properties: { endpoint: { type: string, pattern: '${labels}', maxLength: 255 } } }
    `)
    expect((value as { endpoint: string }).endpoint).to.match(new RegExp(labels))
  })

  it('writes a value of another kind where none of the obvious one can be', async () => {
    expect(await valid('Thing: { contains: false }')).to.not.be.an('array')
    expect(
      await valid('Thing: { not: { anyOf: [true, { properties: { a: true } }], unevaluatedProperties: false } }'),
    ).to.be.an('object')
  })

  it('writes only what must be there in minimal mode', async () => {
    const value = await valid(
      `
      Thing:
        type: object
        required: [id]
        properties: { name: { type: string }, id: { type: integer }, tags: { type: array, items: { type: string } } }
    `,
      { mode: 'minimal' },
    )
    expect(Object.keys(value as object)).to.deep.equal(['id'])
  })

  it('gives the same value for the same seed, and others for other seeds', async () => {
    const text = 'Thing: { type: object, properties: { id: { type: string, format: uuid }, n: { type: integer } } }'
    const one = await valid(text, { random: createRandom('a') })
    expect(await valid(text, { random: createRandom('a') })).to.deep.equal(one)
    expect(await valid(text, { random: createRandom('b') })).not.to.deep.equal(one)
  })

  it('gives a member the same value whatever stands before it', async () => {
    const short = await valid('Thing: { type: object, properties: { id: { type: string, format: uuid } } }')
    const long = await valid(
      'Thing: { type: object, properties: { a: { type: integer }, id: { type: string, format: uuid } } }',
    )
    expect((long as { id: string }).id).to.equal((short as { id: string }).id)
  })

  it('takes examples and defaults of members that fit, and generates where they do not', async () => {
    const value = await valid(`
      Thing:
        type: object
        properties:
          a: { type: string, example: written }
          b: { type: integer, default: 7 }
          c: { type: integer, example: not a number }
          d: { type: string, minLength: 3, examples: [x, long enough] }
    `)
    expect(value).to.include({ a: 'written', b: 7, d: 'long enough' })
    expect((value as { c: unknown }).c).to.be.a('number')
  })

  it('leaves readOnly members out of requests and writeOnly ones out of responses', async () => {
    const text = `
      Thing:
        type: object
        properties:
          id: { type: string, readOnly: true }
          password: { type: string, writeOnly: true }
          name: { type: string }
    `
    expect(Object.keys((await valid(text, { direction: 'request' })) as object)).to.deep.equal(['password', 'name'])
    expect(Object.keys((await valid(text)) as object)).to.deep.equal(['id', 'name'])
  })

  it('sets the tag that selects the branch, by mapping and by name', async () => {
    const text = (mapping: string): string => `
      Thing:
        oneOf: [{ $ref: '#/components/schemas/Cat' }]
        discriminator: { propertyName: kind${mapping} }
      Cat: { type: object, required: [kind], properties: { kind: { type: string } } }
    `
    expect(await valid(text(''))).to.deep.equal({ kind: 'Cat' })
    expect(await valid(text(", mapping: { feline: '#/components/schemas/Cat' }"))).to.deep.equal({ kind: 'feline' })
  })

  it("sets the tag that a parent's discriminator gives a child", async () => {
    const text = `
      Thing: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, properties: { claws: { type: integer } } }] }
      Pet: { type: object, required: [kind], properties: { kind: { type: string } }, discriminator: { propertyName: kind } }
    `
    expect(await valid(text)).to.include({ kind: 'Thing' })
    // Swagger 2.0 names the property alone.
    expect(await valid(text.replace('{ propertyName: kind }', 'kind'))).to.include({ kind: 'Thing' })
  })

  it('ends on schemas that grow without end, by depth and by width', async () => {
    const members = Array.from({ length: 30 }, (_, i) => `p${i}: { $ref: '#/components/schemas/Other' }`).join(', ')
    const value = await valid(`
      Thing: { type: object, properties: { ${members} } }
      Other: { type: object, properties: { ${members.replaceAll('Other', 'Third')} } }
      Third: { type: object, properties: { ${members.replaceAll('Other', 'Fourth')} } }
      Fourth: { type: object, properties: { ${members.replaceAll('Other', 'Thing')} } }
    `)
    expect(JSON.stringify(value).length).to.be.lessThan(1_000_000)
  })

  it('gives up on a tree of required parts that is larger than any answer, with the keyword', async () => {
    let inner = '{ type: string }'
    for (let i = 0; i < 60; i++) inner = `{ type: array, minItems: 2, items: ${inner} }`
    const { valid, keyword } = await generate(`Thing: ${inner}`)
    expect(valid).to.equal(false)
    expect(keyword).to.be.a('string')
  })

  it('writes deep values where the schema requires them', async () => {
    let inner = '{ type: string }'
    for (let i = 0; i < 100; i++) inner = `{ type: object, required: [a], properties: { a: ${inner} } }`
    await valid(`Thing: ${inner}`)
  })
})
