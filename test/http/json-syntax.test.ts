import { expect } from 'chai'
import fc from 'fast-check'
import { findJsonMistake } from '../../src/http/json-syntax.js'

describe('findJsonMistake', () => {
  const mistakes: readonly (readonly [string, string])[] = [
    ['', 'expected a value, got the end of the text at line 1, column 1'],
    ['{"a":1,}', "expected a property name in double quotes, got '}' at line 1, column 8"],
    ['{"a" 1}', "expected ':', got '1}' at line 1, column 6"],
    ['[1 2]', "expected ',' or ']', got '2]' at line 1, column 4"],
    ['[1,]', "expected a value, got ']' at line 1, column 4"],
    ['{"a":1}\n x', "expected the end, got 'x' at line 2, column 2"],
    ["{'a':1}", "expected a property name in double quotes, got ''a':1}' at line 1, column 2"],
    ['{"a":NaN}', "expected a value, got 'NaN}' at line 1, column 6"],
    ['[01]', "expected ',' or ']', got '1]' at line 1, column 3"],
  ]
  for (const [text, message] of mistakes) {
    it(`says of ${JSON.stringify(text)}: ${message}`, () => {
      expect(findJsonMistake(text)?.message).to.equal(message)
    })
  }

  it('finds a mistake exactly where JSON.parse refuses', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '\\',
      '1',
      '-',
      '.5',
      'e3',
      'null',
      ' ',
      '\n',
      'x',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('')
        expect(findJsonMistake(text) === undefined, text).to.equal(parses(text))
      }),
      { numRuns: 2000 },
    )
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(findJsonMistake(text)).to.equal(undefined)
      }),
    )
  })

  it('survives a text nested a million deep, and a string of a million escapes', () => {
    expect(findJsonMistake('['.repeat(1e6))?.offset).to.equal(1e6)
    expect(findJsonMistake('"' + '\\n'.repeat(1e6))?.message).to.contain('a well-formed string')
  })
})

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
