import { expect } from 'chai'
import { json, read, withBody } from './declared-body.js'

describe('parts of forms', () => {
  const FORM = `
            content:
              multipart/form-data:
                schema:
                  type: object
                  additionalProperties: false
                  properties:
                    meta: { $ref: '#/components/schemas/Pet' }
                    list: { type: array, items: { type: integer } }
                    key: { type: string, format: byte }
                    files:
                      type: array
                      items:
                        type: object
                        required: [name, file]
                        properties: { name: { type: string }, file: { type: string, format: binary } }
                    rows: { type: array, items: { type: object } }
                encoding:
                  rows: { contentType: text/csv }`

  function parts(...texts: readonly string[]) {
    const lines = texts.map((text) => `--B\r\nContent-Disposition: form-data; ${text.replaceAll('\n', '\r\n')}`)
    return json([...lines, '--B--', ''].join('\r\n'), 'multipart/form-data; boundary=B')
  }

  it('are what they are declared to be where a browser says application/octet-stream of a Blob', async () => {
    const operation = await withBody(FORM)
    const blob = 'name="meta"; filename="blob"\nContent-Type: application/octet-stream\n\n'
    expect(read(operation, parts(`${blob}{"name":"a"}`))).to.deep.include({ value: { meta: { name: 'a' } }, rules: [] })
    expect(read(operation, parts(`${blob}{"age":1}`)).rules).to.deep.equal(['request/body-schema'])
  })

  it('are read without their Content-Transfer-Encoding, unless the schema asks for base64', async () => {
    const operation = await withBody(FORM)
    const base64 = Buffer.from('{"name":"ü"}').toString('base64')
    const typed = 'name="meta"\nContent-Type: application/json\nContent-Transfer-Encoding:'
    for (const sent of [`${typed} BASE64\n\n${base64}`, `${typed} quoted-printable\n\n{"name":=\n"=C3=BC"}`]) {
      expect(read(operation, parts(sent)), sent).to.deep.include({ value: { meta: { name: 'ü' } }, rules: [] })
    }
    const key = 'name="key"\nContent-Transfer-Encoding: base64\n\nYWJj'
    expect(read(operation, parts(key))).to.deep.include({ value: { key: 'YWJj' }, rules: [] })
    expect(read(operation, parts(`${typed} base64\n\n{"name":"a"}`)).value).to.deep.equal({ meta: { name: 'a' } })
  })

  it('put files into the lists and objects that their names in brackets lead to', async () => {
    const operation = await withBody(FORM)
    const file = 'name="files[0][file]"; filename="a.txt"\nContent-Type: text/plain\n\nabc'
    expect(read(operation, parts('name="files[0][name]"\n\na', file))).to.deep.include({
      value: { files: [{ name: 'a', file: Buffer.from('abc') }] },
      rules: [],
    })
    expect(read(operation, parts('name="files[0][name]"\n\na')).rules).to.deep.equal(['request/body-schema'])
  })

  it('hold a whole list in JSON without saying so', async () => {
    const operation = await withBody(FORM)
    expect(read(operation, parts('name="list"\n\n[1, 2]'))).to.deep.include({ value: { list: [1, 2] }, rules: [] })
    expect(read(operation, parts('name="list"\n\n3')).value).to.deep.equal({ list: [3] })
    expect(read(operation, parts('name="list"\n\n[1, x]')).rules).to.deep.equal(['request/body-schema'])
  })

  it('are not held against schemas of what their encoding, which nothing here parses, would hold', async () => {
    const operation = await withBody(FORM)
    expect(read(operation, parts('name="rows"\nContent-Type: text/csv\n\na,b')).rules).to.deep.equal([])
    expect(read(operation, parts('name="meta"\nContent-Type: text/csv\n\na,b')).rules).to.deep.equal([
      'request/body-schema',
    ])
  })
})

describe('XML bodies', () => {
  const ORDER = `
            content:
              application/xml:
                schema:
                  type: object
                  properties:
                    note: { type: string }
                    paid: { type: boolean }
                    gift: { type: boolean, xml: { attribute: true } }
                    count: { type: [boolean, integer] }`

  it('hold no elements where a text belongs', async () => {
    const operation = await withBody(ORDER)
    const { rules, findings } = read(operation, json('<o><note>Hello <b>you</b>!</note></o>', 'application/xml'))
    expect(rules).to.deep.equal(['request/body-schema'])
    expect(findings[0]?.message).to.include('expected a string, got {"b":"you"}')
    expect(read(operation, json('<o><note lang="en">Hello</note></o>', 'application/xml'))).to.deep.include({
      value: { note: 'Hello' },
      rules: [],
    })
  })

  it('write booleans as XML Schema does, also as 1 and 0', async () => {
    const operation = await withBody(ORDER)
    expect(
      read(operation, json('<o gift="0"><paid> 1 </paid><count>1</count></o>', 'application/xml')),
    ).to.deep.include({
      value: { paid: true, gift: false, count: 1 },
      rules: [],
    })
    expect(read(operation, json('<o><paid>2</paid></o>', 'application/xml')).rules).to.deep.equal([
      'request/body-schema',
    ])
  })
})
