import { expect } from 'chai'
import fc from 'fast-check'
import { createRandom } from '../../src/base/random.js'
import { textsFromPattern } from '../../src/generate/generate-from-pattern.js'

const FREE = { minLength: 0, maxLength: Infinity }

function firstMatch(pattern: string, bounds = FREE): string | undefined {
  const regex = new RegExp(pattern, 'u')
  for (const text of textsFromPattern(pattern, bounds, createRandom(1))) if (regex.test(text)) return text
  return undefined
}

describe('textsFromPattern', () => {
  for (const pattern of [
    '^[a-z]{3}$',
    '^(foo|bar)-\\d+$',
    '^[^a-zA-Z0-9 ]{4}$',
    '^(?<year>\\d{4})-\\k<year>$',
    '^(a|b)\\1{2}$',
    '^(?!abc)[a-c]{3}$',
    '^(?=.*\\d)(?=.*[a-z]).{6,8}$',
    '^\\p{L}+\\s\\P{L}+$',
    '^\\u{1F600}\\x41\\cA$',
    '^[\\w.+-]+@[\\w-]+\\.[a-z]{2,}$',
    '^\\S+\\bfoo\\b.*$',
    '^#?([a-f0-9]{6}|[a-f0-9]{3})$',
    '^((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}$',
  ]) {
    it(`writes text for ${pattern}`, () => {
      expect(firstMatch(pattern)).to.be.a('string')
    })
  }

  it('keeps to the length bounds that the pattern leaves open', () => {
    const text = firstMatch('^[a-z]+$', { minLength: 30, maxLength: 32 })
    expect(text?.length).to.be.within(30, 32)
  })

  it('never throws and never writes without end, whatever stands in the pattern', () => {
    const piece = fc.constantFrom(
      '(',
      ')',
      '[',
      ']',
      '{9999}',
      '{1,',
      '}',
      '*',
      '+',
      '?',
      '\\',
      '^',
      '$',
      'a',
      '|',
      '(?',
      '-',
      '.',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        for (const text of textsFromPattern(pieces.join(''), FREE, createRandom(1))) {
          if (text.length > 100_000) return false
        }
        return true
      }),
      { numRuns: 60 },
    )
  })

  it('writes the same texts for the same seed', () => {
    const texts = (): string[] => [...textsFromPattern('^[a-z]{8}$', FREE, createRandom('x'))]
    expect(texts()).to.deep.equal(texts())
  })
})
