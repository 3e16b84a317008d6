import { expect } from 'chai'
import fc from 'fast-check'
import { findJsonSyntaxError } from '../../src/document/json-syntax-error.js'

describe('findJsonSyntaxError', () => {
  const mistakes: readonly (readonly [string, number, string])[] = [
    ['', 0, 'expected a value, found the end of the text'],
    ['{"a":1,}', 6, "a comma before '}' is not allowed in JSON"],
    ['{"a" 1}', 5, "expected ':' after a property name, found '1'"],
    ['[1 2]', 3, "expected ',' or ']', found '2' ('[' of line 1 is still open)"],
    ['[1,]', 2, "a comma before ']' is not allowed in JSON"],
    ['{"a":}', 5, "expected a value, found '}'"],
    ['{"a":1}\n x', 9, "expected the end, found 'x'"],
    ["{'a':1}", 1, "expected a property name in double quotes, found '''"],
    ['{"a":NaN}', 5, "expected a value, found 'NaN'"],
    ['[01]', 2, "expected ',' or ']', found '1' ('[' of line 1 is still open)"],
    ['["\\\\u","\\u12"]', 8, "'\\u' is not an escape that JSON knows"],
    ['["\\x', 1, 'this string is never closed'],
  ]
  for (const [text, offset, reason] of mistakes) {
    it(`says of ${JSON.stringify(text)} at ${offset}: ${reason}`, () => {
      expect(findJsonSyntaxError(text)).to.deep.equal({ offset, reason })
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
        expect(findJsonSyntaxError(text) === undefined, text).to.equal(parses(text))
      }),
      { numRuns: 2000 },
    )
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(findJsonSyntaxError(text)).to.equal(undefined)
      }),
    )
  })

  it('survives a text nested a million deep, and a string of a million escapes', () => {
    expect(findJsonSyntaxError('['.repeat(1e6))?.offset).to.equal(1e6)
    expect(findJsonSyntaxError('"' + '\\n'.repeat(1e6))?.reason).to.equal('this string is never closed')
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
