import { expect } from 'chai'
import fc from 'fast-check'
import { readPreferences } from '../../src/http/prefer.js'

function read(prefer: string | string[] | undefined, query = '') {
  return readPreferences({ headers: prefer === undefined ? {} : { prefer }, query })
}

describe('readPreferences', () => {
  it('reads preferences behind commas, semicolons and in several headers', () => {
    expect(read(['code=404, Example="a, b"', 'dynamic; seed=7']).preferences).to.deep.equal({
      code: 404,
      example: 'a, b',
      dynamic: true,
      seed: '7',
    })
  })

  it('takes the first of two, and an example name with spaces as it is', () => {
    expect(read('code=404, code=500, example=My first cat').preferences).to.deep.equal({
      code: 404,
      example: 'My first cat',
    })
  })

  it('ignores what it does not know', () => {
    expect(read('respond-async, wait=10, return=minimal, handling=lenient')).to.deep.equal({
      preferences: { return: 'minimal' },
      findings: [],
    })
  })

  it('reads the query form, and lets the header win where both say the same', () => {
    expect(read('code=404', '__code=200&__example=a%20b&__dynamic=false&__seed=x&code=1').preferences).to.deep.equal({
      code: 404,
      example: 'a b',
      dynamic: false,
      seed: 'x',
    })
  })

  it('says which preference cannot be used, and where it stood', () => {
    const { preferences, findings } = read('code=999', '__dynamic=perhaps')
    expect(preferences).to.deep.equal({})
    expect(findings.map(({ message, where }) => [message, where.in, where.name])).to.deep.equal([
      ['preference code: expected a status from 200 to 599, got "999"', 'header', 'Prefer'],
      ['preference dynamic: expected true or false, got "perhaps"', 'query', '__dynamic'],
    ])
  })

  it('takes no interim status, for it is no answer (RFC 9110 15.2)', () => {
    expect(read('code=103').preferences).to.deep.equal({})
    expect(read('code=200').preferences).to.deep.equal({ code: 200 })
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (prefer, query) => {
        expect(read(prefer, `__code=${query}`)).to.have.keys('preferences', 'findings')
      }),
    )
  })
})
