import { expect } from 'chai'
import { decodeForm, decodePercent, readCookies, readPairs } from '../../src/http/raw-pairs.js'

describe('readPairs', () => {
  it('decodes names, keeps values encoded, and keeps repeated values in order', () => {
    expect([...readPairs('a%5Bx%5D=1%2C2&b&a%5Bx%5D=3&&c=x=y')]).to.deep.equal([
      ['a[x]', ['1%2C2', '3']],
      ['b', ['']],
      ['c', ['x=y']],
    ])
  })

  it('keeps a name that is not well encoded', () => {
    expect([...readPairs('%zz=1').keys()]).to.deep.equal(['%zz'])
  })

  it('is a map, so that no name reaches a prototype', () => {
    expect(readPairs('__proto__=1&constructor=2').get('__proto__')).to.deep.equal(['1'])
  })
})

describe('readCookies', () => {
  it('splits at semicolons only, keeps equals signs, and takes quotes off', () => {
    expect([...readCookies('a=1; b="x y" ;c=k=v;a=2; junk')]).to.deep.equal([
      ['a', ['1', '2']],
      ['b', ['x y']],
      ['c', ['k=v']],
    ])
  })
})

describe('decodePercent and decodeForm', () => {
  it('differ in what a plus sign is', () => {
    expect(decodePercent('a+b%20c')).to.equal('a+b c')
    expect(decodeForm('a+b%2Bc')).to.equal('a b+c')
  })

  it('answer undefined for what is malformed', () => {
    for (const raw of ['%', '%zz', '%E4', '%C3%28']) expect(decodePercent(raw), raw).to.equal(undefined)
  })
})
