import { expect } from 'chai'
import fc from 'fast-check'
import {
  emptyOrder,
  insert,
  replace,
  slice,
  withoutSequence,
  type CreationOrder,
} from '../../../mock/state/creation-order.js'

interface Item {
  readonly sequence: number
  readonly text: string
}

const sequences = fc.uniqueArray(fc.nat(5000), { maxLength: 300 })

describe('creation order', () => {
  it('lists by sequence number, however entries came', () => {
    fc.assert(
      fc.property(sequences, (given) => {
        const order = given.reduce(added, emptyOrder<Item>())
        expect(numbersIn(order)).to.deep.equal([...given].sort((a, b) => a - b))
      }),
    )
  })

  it('gives the same page as the whole list cut, also after removals', () => {
    fc.assert(
      fc.property(sequences, fc.func(fc.boolean()), fc.nat(320), fc.nat(40), (given, isRemoved, offset, limit) => {
        const whole = given.reduce(added, emptyOrder<Item>())
        const rest = given
          .filter((each) => isRemoved(each))
          .reduce((order, each) => withoutSequence(order, each), whole)
        const kept = given.filter((each) => !isRemoved(each)).sort((a, b) => a - b)
        expect(rest.count).to.equal(kept.length)
        expect(slice(rest, offset, limit).map((item) => item.sequence)).to.deep.equal(
          kept.slice(offset, offset + limit),
        )
        expect(numbersIn(whole)).to.have.length(given.length)
      }),
    )
  })

  it('replaces in place', () => {
    let order = emptyOrder<Item>()
    for (let i = 0; i < 5000; i++) order = added(order, i)
    const changed = replace(order, { sequence: 1234, text: 'changed' })
    expect(slice(changed, 1233, 3).map((item) => item.text)).to.deep.equal(['1233', 'changed', '1235'])
    expect(slice(order, 1234, 1)).to.deep.equal([{ sequence: 1234, text: '1234' }])
  })

  it('stays shallow while entries come and go', () => {
    let order = emptyOrder<Item>()
    for (let i = 0; i < 20_000; i++) {
      order = added(order, i)
      if (i >= 100) order = withoutSequence(order, i - 100)
    }
    expect(numbersIn(order)).to.have.length(100)
    expect(depthOf(order)).to.be.at.most(3)
  })
})

function added(order: CreationOrder<Item>, sequence: number): CreationOrder<Item> {
  return insert(order, { sequence, text: String(sequence) })
}

function numbersIn(order: CreationOrder<Item>): number[] {
  return slice(order, 0, Infinity).map((item) => item.sequence)
}

function depthOf(order: CreationOrder<Item>): number {
  return order.kind === 'leaf' ? 1 : 1 + Math.max(...order.children.map(depthOf))
}
