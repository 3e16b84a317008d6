import { expect } from 'chai'
import { findingsHeader } from '../../mock/problem/findings-header.js'

describe('the header Lockstep-Findings', () => {
  it('tells the first finding, however long its texts are', () => {
    const finding = {
      rule: 'request/path',
      where: 'request url',
      message: 'é'.repeat(10_000),
      remedy: 'x'.repeat(5000),
    }
    const header = findingsHeader([finding, finding])
    expect(header.length).to.be.below(4097)
    const [first, more] = JSON.parse(header) as Record<string, unknown>[]
    expect(first).to.include({ rule: 'request/path', where: 'request url' })
    expect(String(first?.['message'])).to.match(/^é{200}…$/)
    expect(more).to.deep.equal({ more: 1 })
  })
})
