import { expect } from 'chai'
import { createRandom } from '../../src/base/random.js'
import { loadPacts } from '../../src/pact/verify/load-pacts.js'
import { verifyProvider } from '../../src/pact/verify/verify-provider.js'
import { planResources } from '../../src/resources/plan-resources.js'
import { model, startProvider } from './zitadel-provider.js'

describe('the mock of the shipped API', () => {
  it('keeps every contract, with all states brought about through the API itself', async function () {
    this.timeout(90_000)
    const provider = await startProvider()
    const before = await provider.countInstances()
    try {
      const { verdicts, leftBehind } = await verifyProvider({
        model,
        plan: planResources(model),
        provider: provider.url,
        pacts: await loadPacts(['contracts/pacts']),
        tokens: { allowed: 'lockstep-admin', forbidden: 'lockstep-guest' },
        random: createRandom('mock'),
      })
      const open = verdicts.filter(({ outcome }) => outcome !== 'passed')
      expect(
        open.map(({ interaction, reason, findings }) => [interaction.description, reason, findings]),
      ).to.deep.equal([])
      expect(verdicts.length).to.be.greaterThan(190)
      expect(leftBehind).to.deep.equal([])
      expect(await provider.countInstances(), 'instances, also those that interactions made').to.equal(before)
    } finally {
      await provider.close()
    }
  })
})
