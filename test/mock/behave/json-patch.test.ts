import { expect } from 'chai'
import { applyJsonPatch } from '../../../mock/behave/patching/json-patch.js'
import { applyMergePatch } from '../../../mock/behave/patching/merge-patch.js'

const patched = (value: unknown, ...patch: unknown[]): unknown => {
  const result = applyJsonPatch(value, patch)
  return result.kind === 'patched' ? result.value : result.kind
}

describe('JSON Patch (RFC 6902)', () => {
  it('adds to objects and lists, also at their end', () => {
    expect(patched({ a: [1, 3] }, { op: 'add', path: '/a/1', value: 2 })).to.deep.equal({ a: [1, 2, 3] })
    expect(patched({ a: [1] }, { op: 'add', path: '/a/-', value: 2 })).to.deep.equal({ a: [1, 2] })
    expect(patched({}, { op: 'add', path: '/a~1b', value: 1 })).to.deep.equal({ 'a/b': 1 })
  })

  it('removes, replaces, moves and copies', () => {
    expect(patched({ a: 1, b: 2 }, { op: 'remove', path: '/a' })).to.deep.equal({ b: 2 })
    expect(patched({ a: { b: 1 } }, { op: 'replace', path: '/a/b', value: null })).to.deep.equal({ a: { b: null } })
    expect(patched({ a: [1, 2] }, { op: 'move', from: '/a/0', path: '/b' })).to.deep.equal({ a: [2], b: 1 })
    expect(patched({ a: [1] }, { op: 'copy', from: '/a', path: '/b' })).to.deep.equal({ a: [1], b: [1] })
  })

  it('is a conflict where the value is another than the patch expects', () => {
    expect(patched({ a: 1 }, { op: 'test', path: '/a', value: 2 })).to.equal('conflict')
    expect(patched({}, { op: 'remove', path: '/a' })).to.equal('conflict')
    expect(patched({}, { op: 'replace', path: '/a', value: 1 })).to.equal('conflict')
    expect(patched({ a: [1] }, { op: 'add', path: '/a/5', value: 1 })).to.equal('conflict')
    expect(patched({ a: [1] }, { op: 'add', path: '/a/01', value: 1 })).to.equal('conflict')
    expect(patched({ a: { b: 1 } }, { op: 'move', from: '/a', path: '/a/b' })).to.equal('conflict')
  })

  it('is malformed without a known op, a pointer or a value', () => {
    for (const step of [
      null,
      { op: 'set', path: '/a' },
      { op: 'add', path: 'a', value: 1 },
      { op: 'add', path: '/a' },
    ]) {
      expect(patched({}, step), JSON.stringify(step)).to.equal('malformed')
    }
    expect(applyJsonPatch({}, {}).kind).to.equal('malformed')
  })

  it('is applied whole or not at all, and leaves the value alone', () => {
    const value = { a: { b: 1 } }
    patched(value, { op: 'replace', path: '/a/b', value: 2 }, { op: 'remove', path: '/nowhere' })
    expect(value).to.deep.equal({ a: { b: 1 } })
  })

  it('adds __proto__ as a member like any other', () => {
    const value = patched({}, { op: 'add', path: '/__proto__', value: { polluted: true } }) as object
    expect(Object.keys(value)).to.deep.equal(['__proto__'])
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined)
  })
})

// RFC 7396, appendix A.
describe('JSON Merge Patch (RFC 7396)', () => {
  const cases: [unknown, unknown, unknown][] = [
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: 'foo' }, null, null],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ]
  for (const [value, patch, expected] of cases) {
    it(`${JSON.stringify(value)} and ${JSON.stringify(patch)} make ${JSON.stringify(expected)}`, () => {
      expect(applyMergePatch(value, patch)).to.deep.equal(expected)
    })
  }
})
