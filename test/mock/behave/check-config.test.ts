import { expect } from 'chai'
import { createMock } from '../../../mock/index.js'
import { ToolError } from '../../../src/base/tool-error.js'
import { api } from '../../support/api.js'

const PETS = `
  paths:
    /pets:
      get: { operationId: listPets, responses: { '200': { description: ok } } }
      post: { operationId: addPet, responses: { '201': { description: ok } } }
`

/** What is said of a configuration that may be anything; placed by its keys. */
async function saidOf(config: unknown): Promise<string> {
  try {
    const mock = await createMock(await api(PETS), {
      behaviours: config as object,
      placeOf: (...keys) => keys.join('>'),
    })
    await mock.close()
    return ''
  } catch (error) {
    if (error instanceof ToolError && error.code === 'CONFIG_INVALID') return `${error.message} | ${error.remedy}`
    throw error
  }
}

describe('a configuration', () => {
  it('that fits the document is taken', async () => {
    const personas = [
      { name: 'ann', token: 'a', permissions: 'all' },
      { name: 'bob', token: 'b', permissions: [] },
    ]
    expect(await saidOf({ operations: { addPet: () => ({ kind: 'example' }) }, personas, gate: undefined })).to.equal(
      '',
    )
  })

  it('with an operation that the document does not have is refused, with the nearest names', async () => {
    const operations = { addPets: () => ({ kind: 'example' }) }
    expect(await saidOf({ operations })).to.equal('operations>addPets: addPets is no operation | Did you mean addPet?')
    expect(await saidOf({ operations: { somethingElse: 1 } })).to.contain('Known are listPets, addPet.')
    expect(await saidOf({ operations, shared: true })).to.equal('')
  })

  it('with a key that nobody knows is refused', async () => {
    expect(await saidOf({ persona: [] })).to.equal(
      'persona: persona is no key of the configuration | Did you mean personas?',
    )
    expect(await saidOf({ ['__proto__x']: [] })).to.contain('is no key')
    expect(await saidOf({ sede: {} })).to.match(/ Did you mean seed\?$/)
    // Half of it is another word.
    expect(await saidOf({ gaps: 1 })).to.contain('Known are ')
  })

  it('with a value of the wrong kind is refused', async () => {
    expect(await saidOf({ gate: {} })).to.contain('gate: gate: expected a function, got {}')
    expect(await saidOf({ operations: [] })).to.contain('expected an object, got []')
    expect(await saidOf({ operations: { addPet: 'ok' } })).to.contain('operation addPet: expected a function, got "ok"')
    expect(await saidOf({ seedCount: -1 })).to.contain('expected a whole number, got -1')
    expect(await saidOf({ personas: {} })).to.contain('expected a list, got {}')
    expect(await saidOf([])).to.contain('expected an object as the default export')
  })

  it('with a persona that cannot be told from others is refused', async () => {
    expect(await saidOf({ personas: [{ name: 'ann', permissions: 'all' }] })).to.contain(
      'personas>ann: persona ann: has no token',
    )
    expect(await saidOf({ personas: [{ token: 'a', permissions: 'all' }] })).to.contain('persona number 1: has no name')
    expect(await saidOf({ personas: [{ name: 'ann', token: 'a' }] })).to.contain('expected permissions')
    const ann = { name: 'ann', token: 'a', permissions: 'all' }
    expect(await saidOf({ personas: [ann, ann] })).to.contain('there are two of this name')
  })
})
