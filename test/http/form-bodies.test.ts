import { expect } from 'chai'
import { json, read, withBody } from './declared-body.js'

describe('urlencoded bodies', () => {
  const FORM = `
            content:
              application/x-www-form-urlencoded:
                schema:
                  type: object
                  required: [a]
                  additionalProperties: false
                  properties:
                    a: { type: integer }
                    b: { type: string }
                    c: { type: array, items: { type: integer } }
                    p: { type: array, items: { type: integer } }
                    o: { type: object, properties: { x: { type: integer } } }
                    d: { type: object, properties: { x: { type: integer } } }
                    j: { type: string }
                encoding:
                  p: { style: pipeDelimited, explode: false }
                  d: { style: deepObject, explode: true }`

  it('are typed by schema and encoding', async () => {
    const operation = await withBody(FORM)
    const body = 'a=1&b=x+y%26&c=1&c=2&p=3|4&o=%7B%22x%22%3A1%7D&d[x]=5'
    expect(read(operation, json(body, 'application/x-www-form-urlencoded'))).to.deep.include({
      value: { a: 1, b: 'x y&', c: [1, 2], p: [3, 4], o: { x: 1 }, d: { x: 5 } },
      rules: [],
    })
  })

  it('read an exploded object out of the names of its members, which are then no members of the body', async () => {
    const operation = await withBody(`
            content:
              application/x-www-form-urlencoded:
                schema:
                  type: object
                  additionalProperties: false
                  properties:
                    color: { type: object, properties: { r: { type: integer }, g: { type: integer } } }
                    d: { type: object, properties: { z: { type: integer } } }
                encoding: { color: { style: form, explode: true }, d: { style: deepObject, explode: true } }`)
    const type = 'application/x-www-form-urlencoded'
    expect(read(operation, json('r=1&g=2', type))).to.deep.include({ value: { color: { r: 1, g: 2 } }, rules: [] })
    expect(read(operation, json('r=1&b=2', type)).rules).to.deep.equal(['request/body-schema'])
    expect(read(operation, json('d[z]=1&z=2', type)).rules).to.deep.equal(['request/body-schema'])
  })

  it('read a list of one, and brackets that nobody declared', async () => {
    const operation = await withBody(FORM)
    const type = 'application/x-www-form-urlencoded'
    expect(read(operation, json('a=1&c=2', type)).value).to.deep.equal({ a: 1, c: [2] })
    expect(read(operation, json('a=1&c[]=2&c[]=3&o[x]=1', type)).value).to.deep.equal({ a: 1, c: [2, 3], o: { x: 1 } })
  })

  it('read the commas of a list as forms write them, percent-encoded', async () => {
    const schema = '{ type: object, properties: { a: { type: array, items: { type: string } } } }'
    const media = `{ schema: ${schema}, encoding: { a: { style: form, explode: false } } }`
    const operation = await withBody(`{ content: { application/x-www-form-urlencoded: ${media} } }`)
    for (const [body, a] of [
      ['a=x%2Cy', ['x', 'y']],
      ['a=x,y', ['x', 'y']],
      ['a=x%2Cy,z', ['x,y', 'z']],
    ] as const) {
      expect(read(operation, json(body, 'application/x-www-form-urlencoded')).value, body).to.deep.equal({ a })
    }
  })

  it('are refused with more names than anyone needs', async () => {
    const names = Array.from({ length: 10_001 }, (_, index) => `k${index}=`).join('&')
    expect(read(await withBody(FORM), json(names, 'application/x-www-form-urlencoded')).rules).to.deep.equal([
      'request/body-syntax',
    ])
  })

  it('are refused for what is missing, undeclared or malformed', async () => {
    const operation = await withBody(FORM)
    const type = 'application/x-www-form-urlencoded'
    expect(read(operation, json('b=1', type)).rules).to.deep.equal(['request/body-schema'])
    expect(read(operation, json('a=1&z=1', type)).rules).to.deep.equal(['request/body-schema'])
    expect(read(operation, json('a=1&b=%zz', type)).rules).to.deep.equal(['request/body-syntax'])
    expect(read(operation, json('a=1&o={', type)).rules).to.deep.equal(['request/body-syntax'])
  })
})

describe('multipart bodies', () => {
  const FORM = `
            content:
              multipart/form-data:
                schema:
                  type: object
                  required: [file]
                  additionalProperties: false
                  properties:
                    id: { type: integer }
                    tags: { type: array, items: { type: string } }
                    meta: { type: object, properties: { a: { type: integer } } }
                    file: { type: string, format: binary, maxLength: 1 }
                    files: { type: array, items: { type: string, format: binary } }`

  it('hold lists in one part where a style says so, and members of objects by brackets', async () => {
    const operation = await withBody(`
            content:
              multipart/form-data:
                schema:
                  type: object
                  properties:
                    l: { type: array, items: { type: integer } }
                    o: { type: object, properties: { n: { type: integer }, t: { type: array, items: { type: string } } } }
                    'a[b]': { type: integer }
                encoding: { l: { style: pipeDelimited, explode: false } }`)
    const parts = [
      'name="l"\n\n1|2',
      'name="o[n]"\n\n5',
      'name="o[t][]"\n\n%2C',
      'name="a[b]"\n\n6',
      'name="z[y]"\n\n7',
    ]
    expect(read(operation, multipart(parts))).to.deep.include({
      value: { l: [1, 2], o: { n: 5, t: ['%2C'] }, 'a[b]': 6, 'z[y]': '7' },
      rules: [],
    })
    expect(
      read(operation, multipart(['name="l"\n\n1|x', 'name="o[n]"\n\ny'])).findings.map(({ where }) => where.pointer),
    ).to.have.members(['/l/1', '/o/n'])
    expect(read(operation, multipart(['name="l"\n\n1', 'name="l"\n\n2'])).value).to.deep.equal({ l: [1, 2] })
  })

  function multipart(parts: readonly string[], lineBreak = '\r\n') {
    const lines = parts.map(
      (part) => `--B${lineBreak}Content-Disposition: form-data; ${part.replaceAll('\n', lineBreak)}`,
    )
    return json([...lines, '--B--', ''].join(lineBreak), 'multipart/form-data; boundary=B')
  }

  const FILE = 'name="file"; filename="f.bin"\nContent-Type: application/octet-stream\n\nab\ncd'

  for (const [called, lineBreak] of [
    ['CRLF', '\r\n'],
    ['LF', '\n'],
  ] as const) {
    it(`are typed part by part, with lines that end in ${called}`, async () => {
      const operation = await withBody(FORM, '3.0.3')
      const parts = ['name="id"\n\n5', 'name=tags\n\nx', 'name="meta"\n\n{"a":1}', FILE]
      const { value, rules } = read(operation, multipart(parts, lineBreak))
      expect(value).to.deep.equal({ id: 5, tags: ['x'], meta: { a: 1 }, file: Buffer.from(`ab${lineBreak}cd`) })
      expect(rules).to.deep.equal([])
    })
  }

  it('repeat a name for a list, of files too', async () => {
    const operation = await withBody(FORM, '3.0.3')
    const again = FILE.replace('"file"', '"files"')
    const { value, rules } = read(operation, multipart([FILE, again, again, 'name="tags"\n\na', 'name="tags"\n\nb']))
    expect((value as { files: unknown[]; tags: unknown[] }).files).to.have.length(2)
    expect((value as { tags: unknown[] }).tags).to.deep.equal(['a', 'b'])
    expect(rules).to.deep.equal([])
  })

  it('are refused for a missing file, an undeclared part, or a file where a number belongs', async () => {
    const operation = await withBody(FORM, '3.0.3')
    for (const parts of [['name="id"\n\n5'], [FILE, 'name="other"\n\n1'], [FILE, FILE.replace('"file"', '"id"')]]) {
      expect(read(operation, multipart(parts)).rules, parts.join('|')).to.deep.equal(['request/body-schema'])
    }
  })

  it('that are malformed are refused, and nothing throws or hangs', async () => {
    const operation = await withBody(FORM, '3.0.3')
    const bodies: readonly (readonly [string, string])[] = [
      ['multipart/form-data', 'x'],
      ['multipart/form-data; boundary=B', 'x'],
      ['multipart/form-data; boundary=B', '--B'],
      ['multipart/form-data; boundary=B', '--B\r\nContent-Disposition: form-data; name="a"\r\n\r\nx'],
      ['multipart/form-data; boundary=B', '--B\r\nContent-Disposition: form-data; name="a"'],
      ['multipart/form-data; boundary=B', '--B\r\n\r\nnameless\r\n--B--'],
      ['multipart/form-data; boundary=B', `--B\r\n${'X'.repeat(100_000)}\r\n\r\n\r\n--B--`],
      ['multipart/form-data; boundary=B', '--B\r\n\r\n'.repeat(200_000) + '--B--'],
      ['multipart/form-data; boundary=B', '--B\r\nContent-Disposition: form-data; name="meta"\r\n\r\n{\r\n--B--'],
    ]
    for (const [type, body] of bodies) {
      expect(read(operation, json(body, type)).rules, body.slice(0, 60)).to.include('request/body-syntax')
    }
  })

  it('take the content type of a part, or its encoding', async () => {
    const operation = await withBody(`
            content:
              multipart/form-data:
                schema: { type: object, properties: { list: { type: array, items: { type: integer } }, s: {} } }
                encoding: { list: { contentType: application/json } }`)
    expect(
      read(operation, multipart(['name="list"\n\n[1,2]', 'name="s"\nContent-Type: application/json\n\n{"a":1}'])),
    ).to.deep.include({
      value: { list: [1, 2], s: { a: 1 } },
      rules: [],
    })
  })

  it('other than forms are lists', async () => {
    const operation = await withBody('{ content: { multipart/mixed: { itemSchema: { type: object } } } }', '3.2.0')
    const body = '--B\nContent-Type: application/json\n\n{"a":1}\n--B\nContent-Type: application/json\n\n5\n--B--'
    expect(read(operation, json(body, 'multipart/mixed; boundary="B"'))).to.deep.include({
      value: [{ a: 1 }, 5],
      rules: ['request/body-schema'],
    })
  })
})
