import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { expect } from 'chai'
import { decodeContent } from '../../src/http/content-encoding.js'

describe('decodeContent', () => {
  const text = Buffer.from('hello')
  const rows: readonly (readonly [string, Uint8Array])[] = [
    ['', text],
    ['identity', text],
    ['gzip', gzipSync(text)],
    ['X-GZip', gzipSync(text)],
    ['br', brotliCompressSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['deflate, gzip', gzipSync(deflateSync(text))],
  ]
  for (const [encoding, bytes] of rows) {
    it(`undoes '${encoding}'`, () => {
      expect(decodeContent(encoding, bytes, 100)).to.deep.equal({ kind: 'decoded', bytes: text })
    })
  }

  it('stops at the limit, however much would follow', () => {
    const bomb = gzipSync(Buffer.alloc(10_000_000))
    expect(decodeContent('gzip', bomb, 1000)).to.deep.equal({ kind: 'too-large' })
    expect(decodeContent('gzip', gzipSync(bomb), 100_000).kind).to.equal('decoded')
    expect(decodeContent('gzip, gzip', gzipSync(bomb), 100_000)).to.deep.equal({ kind: 'too-large' })
  })

  it('knows unknown codings from malformed ones', () => {
    expect(decodeContent('zstd', text, 100)).to.deep.equal({ kind: 'unknown', coding: 'zstd' })
    expect(decodeContent('constructor', text, 100).kind).to.equal('unknown')
    expect(decodeContent('gzip, gzip, gzip, gzip', text, 100).kind).to.equal('unknown')
    expect(decodeContent('gzip', text, 100)).to.deep.equal({ kind: 'malformed', coding: 'gzip' })
  })
})
