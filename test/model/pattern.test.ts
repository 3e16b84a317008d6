import { expect } from 'chai'
import { safeTextLength } from '../../src/model/pattern-cost.js'
import { compilePattern } from '../../src/model/pattern.js'

describe('compilePattern', () => {
  it('searches, it does not anchor', () => {
    expect(compilePattern('b')?.test('abc')).to.equal(true)
  })

  it('reads what only Annex B of ECMA-262 allows', () => {
    expect(compilePattern('^[\\w-.]+\\@$')?.test('a-b.c@')).to.equal(true)
  })

  it('reads spellings of other languages', () => {
    expect(compilePattern('(?i)^abc$')?.test('ABC')).to.equal(true)
    expect(compilePattern('\\Aa\\Z')?.test('xa')).to.equal(false)
    expect(compilePattern('^[[:alpha:]_]++$')?.test('ab_')).to.equal(true)
  })

  it('reads what stands between slashes, with its flags', () => {
    expect(compilePattern('/^[a-z]+$/i')?.test('ABC')).to.equal(true)
    expect(compilePattern('/^[a-z]+$/')?.test('ABC')).to.equal(false)
    expect(compilePattern('/a/')?.test('a')).to.equal(false)
    expect(compilePattern('/^\\/$')?.test('/')).to.equal(false)
  })

  it('counts a character beyond the basic plane as one', () => {
    expect(compilePattern('^.$')?.test('💚')).to.equal(true)
  })

  it('gives up on what is no regular expression', () => {
    expect(compilePattern('(')).to.equal(undefined)
  })

  it('keeps patterns native that can be read in one way only', () => {
    const sources = ['^[a-z0-9]+(-[a-z0-9]+)*$', '^(foo|bar)+$', '^(\\d{1,3}\\.){3}\\d{1,3}$']
    expect(sources.map(safeTextLength)).to.deep.equal([Infinity, Infinity, Infinity])
  })

  it('sees the loops that can be read in many ways', () => {
    const sources = ['^(a+)+$', '^(a|a)*$', '(x+x+)+y', '^(a*b*)*$', '^(.*,)*x$', '^(?:a?){40}a{40}$']
    expect(sources.map(safeTextLength)).to.deep.equal([0, 0, 0, 0, 0, 0])
  })

  it('bounds the text by the number of loops that can compete', () => {
    expect(safeTextLength('^.*foo.*$')).to.equal(1000)
  })

  // These would take longer than the age of the universe by backtracking.
  it('answers patterns that explode', () => {
    const text = 'a'.repeat(5000) + '!'
    for (const source of ['^(a+)+$', '^(a|a)*$', '^(([a-z])+.)+[A-Z]([a-z])+$', '(x+x+)+y']) {
      expect(compilePattern(source)?.test(text)).to.equal(false)
    }
    expect(compilePattern('^(a+)+!$')?.test(text)).to.equal(true)
  })

  it('accepts long texts where look-around keeps it from the linear engine', () => {
    expect(compilePattern('^(?=(a+)+$)')?.test('a'.repeat(5000) + '!')).to.equal(true)
    expect(compilePattern('^(?=.*\\d)[a-z\\d]+$')?.test('abc')).to.equal(false)
  })

  it('says where it lets a text pass that no engine can test', () => {
    const pattern = compilePattern('^((?!x)[a-z]{0,9}[a-z])+$')
    expect(pattern?.decides('abc')).to.equal(true)
    expect(pattern?.decides('-'.repeat(40))).to.equal(false)
    expect(pattern?.test('-'.repeat(40))).to.equal(true)
    expect(compilePattern('^(a+)+$')?.decides('a'.repeat(40))).to.equal(true)
  })
})
