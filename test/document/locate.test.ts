import { expect } from 'chai'
import fc from 'fast-check'
import { pointerTo, ROOT, type JsonPointer } from '../../src/base/json-pointer.js'
import { loadDocument } from '../../src/document/load-document.js'
import { dedent } from '../support/api.js'

async function locate(name: string, text: string, pointer: string): Promise<string> {
  const document = await loadDocument(name, { text: dedent(text) })
  const { file, line, column } = document.locate(pointer as JsonPointer)
  return `${file}:${line}:${column}`
}

describe('locate', () => {
  const yaml = `
    openapi: 3.1.0
    x-base: &base
      shared: 1
    x-list: [a, { b: c }]
    x-merged:
      <<: *base
      own: 2
    x-alias: *base
    paths:
      /pets/{id}:
        "get":
          tags:
            - one
            - two
  `
  for (const [pointer, place] of [
    ['', '1:1'],
    ['/openapi', '1:1'],
    ['/x-list/1/b', '4:15'],
    ['/x-merged/own', '7:3'],
    ['/x-merged/shared', '3:3'],
    ['/x-alias/shared', '3:3'],
    ['/x-alias', '8:1'],
    ['/paths/~1pets~1{id}/get', '11:5'],
    ['/paths/~1pets~1{id}/get/tags/1', '14:11'],
    ['/paths/~1pets~1{id}/get/nope/deeper', '11:5'],
  ] as const) {
    it(`finds ${pointer || 'the root'} in YAML`, async () => {
      expect(await locate('api.yaml', yaml, pointer)).to.equal(`api.yaml:${place}`)
    })
  }

  it('finds keys and items in JSON, escaped ones too', async () => {
    const json = '{\n  "openapi": "3.1.0",\n  "x": [1, "]",\n    {"a\\"\\u0062": {"c": null}}]\n}'
    expect(await locate('api.json', json, '/x/2/a"b/c')).to.equal('api.json:4:20')
    expect(await locate('api.json', json, '/x/1')).to.equal('api.json:3:12')
    expect(await locate('api.json', json, '/y')).to.equal('api.json:1:1')
  })

  it('finds every value of any JSON where it was printed, in JSON and in YAML', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), async (value) => {
        const text = JSON.stringify({ openapi: '3.1.0', x: value }, undefined, 1)
        const lines = text.split('\n')
        for (const name of ['api.json', 'api.yaml']) {
          const document = await loadDocument(name, { text })
          for (const key of Object.keys(value)) {
            const { line, column } = document.locate(pointerTo(ROOT, 'x', key))
            expect(lines[line - 1]?.slice(column - 1).startsWith(JSON.stringify(key))).to.equal(true)
          }
        }
      }),
      { numRuns: 50 },
    )
  })
})
