import { expect } from 'chai'
import { applyJsonPatch } from '../../../mock/behave/patching/json-patch.js'

describe('a JSON Patch', () => {
  it('is refused when copies of copies would grow without end', () => {
    const doubling = Array.from({ length: 60 }, () => ({ op: 'copy', from: '/a', path: '/a/-' }))
    expect(applyJsonPatch({ a: [1] }, doubling).kind).to.equal('malformed')
  })

  it('is refused when it nests deeper than a body may', () => {
    const leaf = '/t'.repeat(600)
    const nested = JSON.parse('{"t":'.repeat(600) + '{}' + '}'.repeat(600)) as unknown
    const patch = [1, 2].map((nth) => ({ op: 'add', path: leaf.repeat(nth), value: nested }))
    expect(applyJsonPatch(nested, patch).kind).to.equal('malformed')
  })

  it('is refused when it copies a large object again and again', () => {
    const large = Object.fromEntries(Array.from({ length: 20_000 }, (_, nth) => [`k${nth}`, nth]))
    const patch = Array.from({ length: 20_000 }, () => ({ op: 'add', path: '/x', value: 1 }))
    expect(applyJsonPatch(large, patch).kind).to.equal('malformed')
  })
})
