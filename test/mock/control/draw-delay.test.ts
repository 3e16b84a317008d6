import { expect } from 'chai'
import { createRandom } from '../../../src/base/random.js'
import { drawDelay } from '../../../mock/control/rules/draw-delay.js'
import { MAX_DELAY_MS } from '../../../mock/control/rules/rule.js'

function draws(delay: Parameters<typeof drawDelay>[0]): readonly number[] {
  const random = createRandom('delays')
  return Array.from({ length: 2000 }, () => drawDelay(delay, random)).sort((a, b) => a - b)
}

describe('delays', () => {
  it('are what they say when they are fixed', () => {
    expect(new Set(draws(250))).to.deep.equal(new Set([250]))
  })

  it('lie between both ends, and near both, when they are uniform', () => {
    const found = draws({ kind: 'uniform', min: 100, max: 200 })
    expect(found[0]).to.be.within(100, 102)
    expect(found.at(-1)).to.be.within(198, 200)
    expect(found[1000]).to.be.within(145, 155)
  })

  it('have their median, and a long tail, when they are lognormal', () => {
    const found = draws({ kind: 'lognormal', median: 100, sigma: 0.5 })
    expect(found[1000]).to.be.within(93, 107)
    // Of a lognormal distribution, 16 % lie beyond median * e^sigma.
    expect(found[1683]).to.be.within(150, 180)
  })

  it('never exceed the limit', () => {
    expect(draws({ kind: 'lognormal', median: 60_000, sigma: 10 }).at(-1)).to.equal(MAX_DELAY_MS)
  })
})
