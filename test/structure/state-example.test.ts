import { expect } from 'chai'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describePlan } from '../../src/resources/describe-plan.js'
import { planResources } from '../../src/resources/plan-resources.js'
import { api } from '../support/api.js'
import { mocked, type Ask } from '../support/mocked.js'
import { ROOT } from './source-files.js'

const page = readFileSync(path.join(ROOT, 'docs/state.md'), 'utf8')
const [document = '', plan = '', dialogue = ''] = [
  ...page.slice(page.indexOf('## An example')).matchAll(/```\w+\n(.*?)```/gs),
].map(([, text]) => text ?? '')

/** What curl prints for a line of the page. */
async function printed(ask: Ask, line: string): Promise<string> {
  const [, target = ''] = /localhost:4010([^\s']*)/.exec(line) ?? []
  const sent = / -d '([^']*)'/.exec(line)?.[1]
  const method = / -X (\w+)/.exec(line)?.[1] ?? (sent === undefined ? 'GET' : 'POST')
  const answer = await ask(`${method} ${target}`, sent === undefined ? {} : { body: sent, type: 'application/json' })
  return line.includes('%{http_code}') ? String(answer.status) : answer.text
}

describe('the example of docs/state.md', () => {
  it('has the plan that the program prints', async () => {
    const told = describePlan(planResources(await api(document)))
    expect(plan.trimEnd().split('\n')).to.deep.equal(told.split('\n').map((line) => line.trimEnd()))
  })

  it('has the answers that the mock gives', async () => {
    const ask = await mocked(document)
    const lines = dialogue.trimEnd().split('\n')
    expect(lines.filter((line) => line.startsWith('$ curl '))).to.have.length(6)
    for (let nth = 0; nth < lines.length; nth += 2) {
      expect(lines[nth + 1], lines[nth]).to.equal(await printed(ask, lines[nth] ?? ''))
    }
  })
})
