import { expect } from 'chai'
import { echoing, mocked } from '../../support/mocked.js'

/** Paths whose operations say which of them was called, by status: 201 for the first, 202 for the second … */
async function routes(...paths: readonly string[]) {
  const items = paths.map((path, index) => {
    const names = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name)
    const parameters = names.map((name) => `{ name: '${name}', in: path, required: true, schema: { type: string } }`)
    return `  ${JSON.stringify(path)}: { get: { operationId: op${index}, parameters: [${parameters.join(', ')}], responses: { ${201 + index}: { description: ok } } } }`
  })
  const ask = await echoing(`paths:\n${items.join('\n')}`)
  return async (url: string) => {
    const { status, json } = await ask(`GET ${url}`)
    return status > 299 ? status : { ...(json as { path: object }).path, at: status - 201 }
  }
}

describe('hard cases C: routing', () => {
  it('25 prefers what is fixed, from the left', async () => {
    const get = await routes('/users/{id}', '/users/me', '/{kind}/latest', '/users/{id}/posts', '/users/me/{tab}')
    expect(await get('/users/me')).to.deep.equal({ at: 1 })
    expect(await get('/users/you')).to.deep.equal({ id: 'you', at: 0 })
    expect(await get('/users/latest')).to.deep.equal({ id: 'latest', at: 0 })
    expect(await get('/things/latest')).to.deep.equal({ kind: 'things', at: 2 })
    expect(await get('/users/me/posts')).to.deep.equal({ tab: 'posts', at: 4 })
    expect(await get('/users/7/posts')).to.deep.equal({ id: '7', at: 3 })
  })

  it('26 reads several templates in one segment, and nothing that only Express knows', async () => {
    const get = await routes(
      '/files/{name}.{ext}',
      '/jobs/{id}:stop',
      '/v{major}-{minor}',
      '/c/a(b)',
      '/c/a*',
      '/c/a+b',
      '/c/a:b',
      '/c/x?',
      '/r/sum.{ext}',
      '/jobs/{id}',
    )
    expect(await get('/files/a.b.tar')).to.include({ at: 0 })
    expect(await get('/files/plain')).to.equal(404)
    expect(await get('/jobs/7:stop')).to.deep.equal({ id: '7', at: 1 })
    expect(await get('/jobs/7:go')).to.deep.equal({ id: '7:go', at: 9 })
    expect(await get('/v10-2')).to.deep.equal({ major: '10', minor: '2', at: 2 })
    expect(await get('/c/a(b)')).to.deep.equal({ at: 3 })
    expect(await get('/c/ab')).to.equal(404)
    expect(await get('/c/a*')).to.deep.equal({ at: 4 })
    expect(await get('/c/aaa')).to.equal(404)
    expect(await get('/c/a+b')).to.deep.equal({ at: 5 })
    expect(await get('/c/aab')).to.equal(404)
    expect(await get('/c/a:b')).to.deep.equal({ at: 6 })
    expect(await get('/c/azz')).to.equal(404)
    expect(await get('/r/sum.pdf')).to.deep.equal({ ext: 'pdf', at: 8 })
  })

  it('27 decodes each segment once, after it was split, and refuses what is no encoding', async () => {
    const get = await routes('/t/{x}', '/t/{x}/y')
    expect(await get('/t/a%2Fy')).to.deep.equal({ x: 'a/y', at: 0 })
    expect(await get('/t/%252F')).to.deep.equal({ x: '%2F', at: 0 })
    expect(await get('/t/a+b')).to.deep.equal({ x: 'a+b', at: 0 })
    expect(await get('/t/%C3%A9')).to.deep.equal({ x: 'é', at: 0 })
    for (const bad of ['/t/%zz', '/t/%', '/t/%E0%A4%A', '/t/%ff/y']) expect(await get(bad), bad).to.equal(400)
  })

  it('28 keeps to case and slashes; a trailing slash alone is forgiven', async () => {
    const get = await routes('/pets/{id}', '/pets')
    expect(await get('/Pets')).to.equal(404)
    expect(await get('/pets//1')).to.equal(404)
    expect(await get('//pets')).to.equal(404)
    expect(await get('/pets/')).to.deep.equal({ at: 1 })
    expect(await get('/pets/../pets')).to.equal(404)
    expect(await get('/pets/1/')).to.deep.equal({ id: '1', at: 0 })
  })

  it('29 serves below the prefix of a server, and without it', async () => {
    const ask = await mocked(`
      servers: [{ url: 'https://api.example/{stage}/v1', variables: { stage: { default: live, enum: [live, test] } } }]
      paths:
        /a: { get: { responses: { 201: { description: ok } } } }
        /b: { servers: [{ url: /other }], get: { responses: { 202: { description: ok } } } }
        /c: { get: { servers: [{ url: /mine/ }], responses: { 203: { description: ok } } } }
    `)
    const status = (path: string) => ask(`GET ${path}`).then((answer) => answer.status)
    expect(await status('/live/v1/a')).to.equal(201)
    expect(await status('/test/v1/a')).to.equal(201)
    expect(await status('/a')).to.equal(201)
    expect(await status('/other/b')).to.equal(202)
    expect(await status('/live/v1/b')).to.equal(404)
    expect(await status('/mine/c')).to.equal(203)
  })

  it('30 answers methods that are missing as RFC 9110 says', async () => {
    const ask = await mocked(`
      paths:
        /a:
          get: { responses: { 200: { description: ok, content: { application/json: { example: { n: 1 } } } } } }
          delete: { responses: { 204: { description: ok } } }
    `)
    const put = await ask('PUT /a')
    expect(put.status).to.equal(405)
    expect(String(put.headers['allow']).split(', ')).to.have.members(['GET', 'HEAD', 'DELETE', 'OPTIONS'])
    const head = await ask('HEAD /a')
    expect([head.status, head.text, head.headers['content-type'], head.headers['content-length']]).to.deep.equal([
      200,
      '',
      'application/json',
      '7',
    ])
    const options = await ask('OPTIONS /a')
    expect([options.status, options.headers['allow']]).to.deep.equal([204, put.headers['allow']])
    const preflight = await ask('OPTIONS /a', {
      headers: {
        origin: 'https://app.example',
        'access-control-request-method': 'DELETE',
        'access-control-request-headers': 'x-a, x-b',
      },
    })
    expect(preflight.status).to.equal(204)
    expect(preflight.headers).to.include({
      'access-control-allow-origin': 'https://app.example',
      'access-control-allow-headers': 'x-a, x-b',
    })
    expect((await ask('TRACE /a')).status).to.equal(405)
    expect((await ask('OPTIONS /*')).status).to.equal(204)
    expect((await ask('PUT /b')).status).to.equal(404)
    expect((await ask('get /a')).status).to.equal(405)
  })

  it('31 lets an operation override the parameters of its path item, by name and place', async () => {
    const ask = await echoing(`
      paths:
        /a/{id}:
          parameters:
            - { name: id, in: path, required: true, schema: { type: string } }
            - { name: n, in: query, required: true, schema: { type: integer } }
            - { name: X-Tag, in: header, schema: { type: integer } }
          get:
            operationId: get
            parameters: [{ name: n, in: query, schema: { type: string } }, { name: x-tag, in: header, schema: { type: string } }]
            responses: { 200: { description: ok } }
          delete: { operationId: del, parameters: [{ name: N, in: query, schema: {} }], responses: { 200: { description: ok } } }
    `)
    expect((await ask('GET /a/1')).status).to.equal(200)
    expect((await ask('GET /a/1?n=x', { headers: { 'x-tag': 'blue' } })).status).to.equal(200)
    expect((await ask('DELETE /a/1?N=1')).status).to.equal(400)
    expect((await ask('DELETE /a/1?n=1', { headers: { 'x-tag': 'blue' } })).status).to.equal(400)
    expect((await ask('DELETE /a/1?n=1', { headers: { 'x-tag': '3' } })).json).to.have.deep.property('header', {
      'X-Tag': 3,
    })
  })
})
