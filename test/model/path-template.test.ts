import { expect } from 'chai'
import fc from 'fast-check'
import { parsePathTemplate, type Segment } from '../../src/model/path-template.js'

const write = ({ parts }: Segment) =>
  parts.map((part) => (part.kind === 'text' ? part.text : `{${part.name}}`)).join('')

describe('parsePathTemplate', () => {
  const rows: [string, string[][]][] = [
    ['/', [[]]],
    ['/pets/{id}:cancel', [['pets'], ['id!', ':cancel']]],
    ['/{a}.{b}/', [['a!', '.', 'b!'], []]],
    ['/{a/b}/c', [['a/b!'], ['c']]],
    ['/x{y', [['x{y']]],
    ['/{}/{a{b}', [['{}'], ['{a', 'b!']]],
    ['pets', [['pets']]],
  ]
  for (const [path, expected] of rows) {
    it(`reads ${path}`, () => {
      const { segments } = parsePathTemplate(path)
      const seen = segments.map(({ parts }) =>
        parts.map((part) => (part.kind === 'text' ? part.text : `${part.name}!`)),
      )
      expect(seen).to.deep.equal(expected)
    })
  }

  it('loses nothing of the path', () => {
    const path = fc.array(fc.constantFrom('{', '}', '/', 'a', 'b.', ':')).map((parts) => `/${parts.join('')}`)
    fc.assert(
      fc.property(path, (text) => {
        expect(`/${parsePathTemplate(text).segments.map(write).join('/')}`).to.equal(text)
      }),
    )
  })
})
