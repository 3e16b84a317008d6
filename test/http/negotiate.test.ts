import { expect } from 'chai'
import fc from 'fast-check'
import { negotiate } from '../../src/http/negotiate.js'
import type { MediaTypeSpec } from '../../src/model/api-model.js'
import { parseMediaType } from '../../src/model/media-type.js'
import type { JsonPointer } from '../../src/base/json-pointer.js'

function content(...declared: string[]): MediaTypeSpec[] {
  return declared.map((each) => ({
    declared: each,
    range: parseMediaType(each),
    schema: undefined,
    itemSchema: undefined,
    examples: [],
    encoding: new Map(),
    at: '' as JsonPointer,
  }))
}

function chosen(accept: string | undefined, ...declared: string[]): string | undefined {
  const answer = negotiate(accept, content(...declared))
  return answer.kind === 'chosen' ? answer.contentType : undefined
}

describe('negotiate', () => {
  const rows: [string, string | undefined, string[], string | undefined][] = [
    ['anything is JSON where there is some', undefined, ['application/xml', 'application/json'], 'application/json'],
    ['anything else is the first', '*/*', ['text/csv', 'text/plain'], 'text/csv'],
    ['the higher quality wins', 'application/json;q=0.5, text/csv', ['application/json', 'text/csv'], 'text/csv'],
    ['the order of Accept breaks ties', 'text/csv, application/json', ['application/json', 'text/csv'], 'text/csv'],
    ['then that of the document', 'text/csv', ['text/csv;h=1', 'text/csv;h=2'], 'text/csv;h=1'],
    ['q=0 excludes, whatever a range says', 'application/json;q=0, */*', ['application/json', 'text/csv'], 'text/csv'],
    ['what is named goes before what a range covers', '*/*, text/csv', ['application/json', 'text/csv'], 'text/csv'],
    ['a type range', 'text/*', ['application/json', 'text/csv'], 'text/csv'],
    ['case does not matter', 'Application/JSON', ['application/json'], 'application/json'],
    [
      'a parameter chooses',
      'application/json;v=2',
      ['application/json;v=1', 'application/json;v=2'],
      'application/json;v=2',
    ],
    ['a parameter that contradicts does not fit', 'application/json;v=3', ['application/json;v=1'], undefined],
    [
      'a parameter that only one names does not matter',
      'application/json;v=3',
      ['application/json'],
      'application/json',
    ],
    ['charset does not matter', 'text/plain;charset=x', ['text/plain;charset=utf-8'], 'text/plain;charset=utf-8'],
    ['a suffix is a type of its own', 'application/json', ['application/hal+json'], undefined],
    ['members that are none are ignored', 'nonsense, ;;, text/csv', ['application/json', 'text/csv'], 'text/csv'],
    ['nothing readable is no wish', 'nonsense', ['text/csv'], 'text/csv'],
    ['a comma in a quoted parameter', 'text/csv;a="x,y", */*;q=0.1', ['application/json', 'text/csv'], 'text/csv'],
    ["a declared range takes the client's type", 'image/webp', ['image/*'], 'image/webp'],
    [
      'a declared range takes what the client likes best',
      'text/csv;q=0.1, application/xml',
      ['*/*'],
      'application/xml',
    ],
    ['a declared range is JSON for those who take anything', '*/*', ['application/*'], 'application/json'],
    ['a declared range of text is plain text', undefined, ['text/*'], 'text/plain'],
    ['what is declared closely goes before a range', 'text/csv;h=1', ['*/*', 'text/*', 'text/csv'], 'text/csv'],
    ['two ranges meet', 'text/*', ['*/*'], 'text/plain'],
    ['a declared range honours q=0', 'application/json;q=0, */*', ['*/*'], 'text/plain'],
    ['a key that is no media type goes to those who take anything', '*/*', ['json'], 'json'],
    ['nothing fits', 'text/html', ['application/json'], undefined],
  ]
  for (const [claim, accept, declared, expected] of rows) {
    it(claim, () => {
      expect(chosen(accept, ...declared)).to.equal(expected)
    })
  }

  it('lists what is available when nothing fits', () => {
    expect(negotiate('text/html', content('application/json', 'text/csv'))).to.deep.equal({
      kind: 'none',
      available: ['application/json', 'text/csv'],
    })
  })

  it('never throws, and never answers with a range', () => {
    const word = fc.constantFrom('*', 'text', 'json', 'a', '*+json', 'q', '"', ';', '=', '/', ',', ' ', '0.5')
    const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(''))
    fc.assert(
      fc.property(text, fc.constantFrom('*/*', 'text/*', 'application/*+json', 'image/png'), (accept, declared) => {
        expect(chosen(accept, declared) ?? '').not.to.contain('*')
      }),
    )
  })
})
