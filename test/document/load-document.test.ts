import { expect } from 'chai'
import { writeFile } from 'node:fs/promises'
import { valueAt, type JsonPointer } from '../../src/base/json-pointer.js'
import { ToolError } from '../../src/base/tool-error.js'
import type { ApiDocument } from '../../src/document/api-document.js'
import { loadDocument } from '../../src/document/load-document.js'
import { dedent } from '../support/api.js'
import { createWorkspace } from './workspace.js'

const load = (text: string, name = 'api.yaml'): Promise<ApiDocument> => loadDocument(name, { text: dedent(text) })
const at = (document: ApiDocument, pointer: string): unknown => valueAt(document.root, pointer as JsonPointer)

async function refusal(text: string, name = 'api.yaml'): Promise<string> {
  try {
    await load(text, name)
  } catch (error) {
    if (error instanceof ToolError) return `${error.code} ${error.message}`
    throw error
  }
  throw new Error('it was loaded')
}

describe('loadDocument', () => {
  describe('YAML', () => {
    it('keeps scalars as YAML 1.2 reads them: dates, times, octals and yes/no stay as they are', async () => {
      const document = await load(`
        openapi: 3.1.0
        x: { date: 2024-01-01, stamp: 2024-01-01T10:00:00Z, time: 12:30, octal: 010, no: no, yes: yes, nul: ~, hex: 0x10 }
      `)
      expect(at(document, '/x')).to.deep.equal({
        date: '2024-01-01',
        stamp: '2024-01-01T10:00:00Z',
        time: '12:30',
        octal: 10,
        no: 'no',
        yes: 'yes',
        nul: null,
        hex: 16,
      })
    })

    it('reads keys as the texts that stand there', async () => {
      const document = await load('openapi: 3.1.0\nx: { 200: a, 010: b, 1.10: c, null: d, true: e }')
      expect(Object.keys(at(document, '/x') as object)).to.have.members(['200', '010', '1.10', 'null', 'true'])
    })

    it('merges with <<, own keys first', async () => {
      const document = await load(`
        openapi: 3.1.0
        x-base: &base { a: 1, b: 2 }
        x: { <<: *base, b: 3 }
      `)
      expect(at(document, '/x')).to.deep.equal({ a: 1, b: 3 })
    })

    it('reads tags of other dialects as texts', async () => {
      const document = await load('openapi: 3.1.0\nx: [!!timestamp 2024-01-01, !Ref name]')
      expect(at(document, '/x')).to.deep.equal(['2024-01-01', 'name'])
    })

    it('tells equal keys, and the last one counts', async () => {
      const document = await load('openapi: 3.1.0\nx:\n  a: 1\n  b: 2\n  a: 3\n')
      expect(at(document, '/x/a')).to.equal(3)
      expect(document.findings.map(({ rule, spec, message }) => [rule, spec, message])).to.deep.equal([
        [
          'document/duplicate-key',
          '/x/a',
          "the key 'a' stands at line 3 and again at line 5 of the same object; the last one counts",
        ],
      ])
    })

    it('refuses aliases that multiply beyond measure, at once', async () => {
      const levels = Array.from(
        { length: 30 },
        (_, i) => `  a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`,
      )
      const text = `openapi: 3.1.0\nx:\n  a0: &a0 lol\n${levels.join('\n')}\n`
      expect(await refusal(text)).to.match(/^DOCUMENT_TOO_LARGE api.yaml:9:\d+ is beyond a limit: its aliases/)
    })

    it('passes over empty documents of a stream, and tells places in the one that it reads', async () => {
      for (const before of ['---\n', '---\n# nothing\n', '--- null\n', '---\n---\n']) {
        const text = `${before}---\nopenapi: 3.0.0\npaths: {}\n---\na: 1\n`
        const document = await loadDocument('api.yaml', { text })
        expect(document.root, text).to.have.property('openapi', '3.0.0')
        const line = before.split('\n').length + 1
        expect(document.locate('/paths' as JsonPointer).line, text).to.equal(line + 1)
        expect(document.findings.map(({ rule, location }) => [rule, location?.line])).to.deep.equal([
          ['document/second-document', line + 3],
        ])
      }
    })

    it('refuses a chain of aliases that nests too deeply', async () => {
      const levels = Array.from({ length: 600 }, (_, i) => `  a${i + 1}: &a${i + 1} [*a${i}]`)
      expect(await refusal(`openapi: 3.1.0\nx:\n  a0: &a0 lol\n${levels.join('\n')}\n`)).to.match(/^DOCUMENT_TOO_LARGE/)
    })

    it('refuses an alias inside what it stands for', async () => {
      expect(await refusal('openapi: 3.1.0\nx: &x\n  y: *x\n')).to.equal(
        'DOCUMENT_SYNTAX api.yaml:3:7: the alias *x stands inside what it stands for, which would never end',
      )
    })

    it('says where a key is no text, and where a template was not filled in', async () => {
      expect(await refusal('openapi: 3.1.0\nx:\n  ? [a, b]\n  : 1\n')).to.match(
        /^DOCUMENT_SYNTAX api.yaml:3:5: a list or an object stands as a key/,
      )
      expect(await refusal('openapi: 3.1.0\ninfo:\n  title: {{ name }}\n')).to.match(
        /^DOCUMENT_SYNTAX api.yaml:3:11: a template stands here/,
      )
    })

    it('says what << cannot merge', async () => {
      expect(await refusal('openapi: 3.1.0\nx: { <<: 5 }\n')).to.match(
        /^DOCUMENT_SYNTAX api.yaml:2:\d+: '<<' merges an object, an alias of one, or a list of those, and something else stands here$/,
      )
    })

    it('says what a second colon on a line needs', async () => {
      expect(await refusal('openapi: 3.1.0\ninfo:\n  description: note: quoted it is\n')).to.match(
        /^DOCUMENT_SYNTAX api.yaml:3:20: a second ': ' stands on this line; a text with ': ' in it needs quotes$/,
      )
      expect(await refusal('openapi: 3.1.0\ninfo:\n  title: t\n   version: 1\n')).to.include('not indented like')
    })

    it('names the bracket that is still open', async () => {
      expect(await refusal('openapi: 3.1.0\nx:\n  y: {a: b\n  z: 1\n')).to.match(
        /^DOCUMENT_SYNTAX api.yaml:[34]:\d+: .*'\{' of line 3/,
      )
    })
  })

  describe('JSON', () => {
    for (const [name, text, expected] of [
      ['a trailing comma', '{\n  "openapi": "3.1.0",\n}', "api.json:2:21: a comma before '}' is not allowed in JSON"],
      ['a trailing comma in a list', '{"a": [1,\n2,\n]}', "api.json:2:2: a comma before ']' is not allowed in JSON"],
      [
        'a missing comma',
        '{"a": 1\n "b": 2}',
        "api.json:2:2: expected ',' or '}', found '\"' ('{' of line 1 is still open)",
      ],
      ['an unquoted key', '{a: 1}', "api.json:1:2: expected a property name in double quotes, found 'a'"],
      ['a missing value', '{"a": }', "api.json:1:7: expected a value, found '}'"],
      ['a missing colon', '{"a" 1}', "api.json:1:6: expected ':' after a property name, found '1'"],
      [
        'an early end',
        '{"a": [1',
        "api.json:1:9: expected ',' or ']', found the end of the text ('[' of line 1 is still open)",
      ],
      [
        'a line break in a string',
        '{"a": "b\nc"}',
        "api.json:1:9: a line break inside a string: is a closing '\"' missing?",
      ],
      [
        'a comment',
        '{"a": 1, // no\n"b": 2}',
        'api.json:1:10: expected a property name in double quotes, found a comment, which JSON does not have',
      ],
      ['a bad escape', '{"a": "\\x"}', "api.json:1:8: '\\x' is not an escape that JSON knows"],
      ['text after the end', '{"a": 1} x', "api.json:1:10: expected the end, found 'x'"],
    ] as const) {
      it(`says where and what: ${name}`, async () => {
        expect(await refusal(text, 'api.json')).to.equal(`DOCUMENT_SYNTAX ${expected}`)
      })
    }

    it('refuses nesting beyond measure', async () => {
      const deep = '['.repeat(100_000)
      expect(await refusal(`{"openapi": "3.1.0", "x": ${deep}`, 'api.json')).to.match(
        /^DOCUMENT_TOO_LARGE api.json:1:\d+ .*nested/,
      )
      expect(await refusal(`openapi: 3.1.0\nx: ${deep}`)).to.match(/^DOCUMENT_TOO_LARGE api.yaml:2:\d+ .*nested/)
    })

    it('tells equal keys', async () => {
      const document = await load('{"openapi": "3.1.0",\n"x": [0, {"a": {}, "b": ["a"],\n"\\u0061": 2}]}', 'api.json')
      expect(document.findings.map(({ spec }) => spec)).to.deep.equal(['/x/1/a'])
    })

    it('is read from a file that is called .yaml, too, and YAML from one that is called .json', async () => {
      expect((await load('{"openapi": "3.1.0"}')).declared).to.equal('3.1')
      expect((await load('openapi: 3.1.0', 'api.json')).declared).to.equal('3.1')
    })

    it('tolerates a byte-order mark', async () => {
      expect((await load('\uFEFF{"openapi": "3.1.0"}', 'api.json')).declared).to.equal('3.1')
    })
  })

  it('reads UTF-16 with and without a byte-order mark', async () => {
    const text = 'openapi: 3.1.0\ninfo: { title: é, version: "1" }\npaths: {}\n'
    const swapped = (mark: string) => Buffer.from(mark + text, 'utf16le').swap16()
    const workspace = await createWorkspace({})
    for (const bytes of [
      Buffer.from(`\uFEFF${text}`, 'utf16le'),
      Buffer.from(text, 'utf16le'),
      swapped('\uFEFF'),
      swapped(''),
    ]) {
      await writeFile(workspace.path('api.yaml'), bytes)
      const { root } = await loadDocument(workspace.path('api.yaml'))
      expect(root['info']).to.deep.equal({ title: 'é', version: '1' })
    }
    await workspace.remove()
  })

  it('refuses an empty text', async () => {
    expect(await refusal(' \n')).to.equal('DOCUMENT_EMPTY api.yaml is empty')
  })

  it('keeps __proto__ and constructor as names like others, in both formats', async () => {
    for (const text of [
      '{"openapi": "3.1.0", "components": {"schemas": {"__proto__": {"type": "string"}, "constructor": {"$ref": "#/components/schemas/__proto__"}}}}',
      'openapi: 3.1.0\ncomponents: {schemas: {__proto__: {type: string}, constructor: {$ref: "#/components/schemas/__proto__"}}}',
    ]) {
      const document = await load(text)
      expect(document.findings).to.deep.equal([])
      expect(document.resolve('#/components/schemas/constructor', '' as JsonPointer)).to.deep.equal({
        at: '/components/schemas/__proto__',
        node: { type: 'string' },
      })
      expect(document.resolve('#/components/schemas/toString', '' as JsonPointer)).to.equal(undefined)
    }
  })

  describe('versions', () => {
    for (const [text, declared, rules] of [
      ['swagger: "2.0"', '2.0', []],
      ['swagger: 2.0', '2.0', ['document/version']],
      ['openapi: 3.0.3', '3.0', []],
      ['openapi: 3.1.0-rc1', '3.1', []],
      ['openapi: 3.2.0', '3.2', []],
      ['openapi: 3.1', '3.1', ['document/version']],
      ['openapi: 3.9.9', '3.2', ['document/version']],
    ] as const) {
      it(`reads ${text} as ${declared}`, async () => {
        const document = await load(text)
        expect(document.declared).to.equal(declared)
        expect(document.findings.map(({ rule }) => rule)).to.deep.equal(rules)
      })
    }

    for (const text of [
      'openapi: 4.0.0',
      'swagger: "1.2"',
      'openapi: [3]',
      'openapi: 3.0.0\nswagger: "2.0"',
      '[1]',
      'text',
      'openApi: 3.0.0',
    ]) {
      it(`refuses ${JSON.stringify(text)}`, async () => {
        expect(await refusal(text)).to.match(/^DOCUMENT_NOT_OPENAPI api.yaml:\d+:\d+/)
      })
    }
  })
})
