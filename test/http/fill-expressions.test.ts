import { expect } from 'chai'
import { fillExpressions } from '../../src/http/fill-expressions.js'
import type { ApiModel } from '../../src/model/api-model.js'
import { api } from '../support/api.js'

async function fill(text: string, body: unknown = { url: 'http://a', 'x/y': [{ n: 5 }], o: {} }): Promise<string> {
  const model: ApiModel = await api(`
    paths:
      /a/{id}:
        post:
          parameters: [{ name: id, in: path, required: true, schema: {} }]
          requestBody: { content: { application/json: { schema: {} } } }
  `)
  const [operation] = model.operations
  if (!operation) throw new Error('no operation')
  const filled = fillExpressions(text, {
    operation,
    request: {
      method: 'POST',
      path: '/a/b%2Fc',
      query: 'q=x%20y&q=z',
      headers: { host: 'h:1', 'x-a': 'one', 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify(body)),
    },
    pathValues: new Map([['id', 'b%2Fc']]),
    response: { status: 201, headers: { location: '/a/1' }, body: '{"id":9}' },
  })
  return filled.kind === 'filled' ? filled.text : `missing ${filled.expression}`
}

describe('a runtime expression', () => {
  it('reads every part of an exchange', async () => {
    expect(await fill('{$method} {$statusCode} {$url}')).to.equal('POST 201 http://h:1/a/b%2Fc?q=x%20y&q=z')
    expect(await fill('{$request.query.q} {$request.path.id} {$request.header.X-A}')).to.equal('x y b/c one')
    expect(await fill('{$response.header.Location} {$response.body#/id} {$response.body}')).to.equal('/a/1 9 {"id":9}')
    expect(await fill('{$request.body#/url}/{$request.body#/x~1y/0/n}')).to.equal('http://a/5')
    expect(await fill('$request.body#/url')).to.equal('http://a')
  })

  it('that leads to nothing, or to no text, is named', async () => {
    for (const expression of [
      '$request.body#/no',
      '$request.body#/o',
      '$request.body#url',
      '$request.query.no',
      '$request.header.no',
      '$request.header.',
      '$response.path.id',
      '$request.body#/__proto__/toString',
      '$nothing',
    ]) {
      expect(await fill(`http://b/{${expression}}`), expression).to.equal(`missing ${expression}`)
    }
  })

  it('leaves text alone', async () => {
    expect(await fill('http://a/{b}?c=$url')).to.equal('http://a/{b}?c=$url')
  })
})
