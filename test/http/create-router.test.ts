import { expect } from 'chai'
import fc from 'fast-check'
import { createRouter, type RouterOptions } from '../../src/http/create-router.js'
import { matchSegment } from '../../src/http/match-segment.js'
import { parsePathTemplate } from '../../src/model/path-template.js'
import { api } from '../support/api.js'

/** A router over operations that say nothing but their method and path: 'GET /pets'. */
async function routes(lines: readonly string[], extra = '', options?: RouterOptions) {
  const paths = new Map<string, string[]>()
  for (const line of lines) {
    const [method = '', path = ''] = line.split(' ')
    paths.set(path, [
      ...(paths.get(path) ?? []),
      `${method.toLowerCase()}: { responses: { 200: { description: ok } } }`,
    ])
  }
  const text = [...paths].map(([path, methods]) => `  ${JSON.stringify(path)}: { ${methods.join(', ')} }`).join('\n')
  const router = createRouter(await api(`${extra}\npaths:\n${text}`), options)
  return (method: string, path: string, query?: string): string => {
    const match = router.match(method, path, query)
    switch (match.kind) {
      case 'found':
        return [`${match.basePath}${match.operation.id}`, ...[...match.pathValues].map(([n, v]) => `${n}=${v}`)].join(
          ' ',
        )
      case 'wrong-method':
        return `${match.path} allows ${match.allowed.join(', ')}`
      case 'no-path':
        return `none, near ${match.near.join(', ')}`
    }
  }
}

describe('createRouter', () => {
  it('prefers fixed segments to mixed ones and those to parameters, decided from the left', async () => {
    const match = await routes(['GET /{a}/me', 'GET /books/{id}', 'GET /books/v{n}', 'GET /books/mine'])
    expect(match('GET', '/books/me')).to.equal('GET /books/{id} id=me')
    expect(match('GET', '/books/mine')).to.equal('GET /books/mine')
    expect(match('GET', '/books/v2')).to.equal('GET /books/v{n} n=2')
    expect(match('GET', '/films/me')).to.equal('GET /{a}/me a=films')
  })

  it('comes back from a fixed segment that leads nowhere', async () => {
    const match = await routes(['GET /pets/mine/toys', 'GET /pets/{id}/food'])
    expect(match('GET', '/pets/mine/food')).to.equal('GET /pets/{id}/food id=mine')
  })

  it('cuts two parameters without a text between them before the last dot, or leaves the right one a character', async () => {
    const match = await routes(['GET /blog/{page}{extension}'])
    expect(match('GET', '/blog/a.b.json')).to.equal('GET /blog/{page}{extension} page=a.b extension=.json')
    expect(match('GET', '/blog/ab')).to.equal('GET /blog/{page}{extension} page=a extension=b')
    expect(match('GET', '/blog/.json')).to.equal('GET /blog/{page}{extension} page=.jso extension=n')
  })

  it('cuts a segment with several parameters at its texts, and only as a whole', async () => {
    const match = await routes([
      'GET /f/{base}.{format}',
      'GET /r/report-{id}',
      'GET /v/v{major}-{minor}',
      'POST /i/{id}:cancel',
    ])
    expect(match('GET', '/f/a.b.csv')).to.equal('GET /f/{base}.{format} base=a.b format=csv')
    expect(match('GET', '/f/.csv')).to.equal('none, near /f/{base}.{format}')
    expect(match('GET', '/r/xreport-1')).to.equal('none, near /r/report-{id}')
    expect(match('GET', '/v/v1-2-3')).to.equal('GET /v/v{major}-{minor} major=1-2 minor=3')
    expect(match('POST', '/i/5:cancel')).to.equal('POST /i/{id}:cancel id=5')
    expect(match('POST', '/i/5%3Acancel')).to.equal('none, near /i/{id}:cancel')
  })

  it('takes signs of other routers as they stand', async () => {
    const match = await routes(['GET /a(b)', 'GET /a*', 'GET /a+b', 'GET /:id', 'GET /a%20b'])
    expect(match('GET', '/a(b)')).to.equal('GET /a(b)')
    expect(match('GET', '/ab')).to.match(/^none/)
    expect(match('GET', '/a+b')).to.equal('GET /a+b')
    expect(match('GET', '/7')).to.match(/^none/)
    expect(match('GET', '/a b')).to.equal('GET /a%20b')
    expect(match('GET', '/%61%2Bb')).to.equal('GET /a+b')
  })

  it('leaves values encoded, a slash and a malformed escape too', async () => {
    const match = await routes(['GET /t/{id}', 'GET /t/{id}/x'])
    expect(match('GET', '/t/a%2Fb')).to.equal('GET /t/{id} id=a%2Fb')
    expect(match('GET', '/t/%zz')).to.equal('GET /t/{id} id=%zz')
  })

  it('gives no empty value, and forgives a trailing slash only where nothing else fits', async () => {
    const match = await routes(['GET /pets', 'GET /pets/{id}', 'GET /a/', 'POST /pets/{id}/toys/'])
    expect(match('GET', '/pets/')).to.equal('GET /pets')
    expect(match('GET', '/pets/7/')).to.equal('GET /pets/{id} id=7')
    expect(match('GET', '/pets//')).to.match(/^none/)
    expect(match('GET', '/a')).to.equal('GET /a/')
    expect(match('POST', '/pets/7/toys')).to.equal('POST /pets/{id}/toys/ id=7')
  })

  it('yields to a less specific path that has the method, and else names all that would do', async () => {
    const match = await routes(['GET /a/{x}', 'POST /a/{y}', 'GET /a/mine', 'DELETE /{z}/mine'])
    expect(match('POST', '/a/mine')).to.equal('POST /a/{y} y=mine')
    expect(match('DELETE', '/a/mine')).to.equal('DELETE /{z}/mine z=a')
    expect(match('PUT', '/a/mine')).to.equal('/a/mine allows GET, POST, DELETE, HEAD, OPTIONS')
    expect(match('HEAD', '/a/1')).to.equal('GET /a/{x} x=1')
    expect(match('HEAD', '/b/mine')).to.equal('/{z}/mine allows DELETE, OPTIONS')
  })

  it('yields only where the less specific path accepts what stands there', async () => {
    const router = createRouter(
      await api(`
        paths:
          /pets/search: { post: { responses: { 200: { description: ok } } } }
          /pets/{id}:
            parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
            get: { responses: { 200: { description: ok } } }
            delete: { responses: { 200: { description: ok } } }
          /pets/12: { put: { responses: { 200: { description: ok } } } }
          /tags/all: { post: { responses: { 200: { description: ok } } } }
          /tags/{names}:
            parameters: [{ name: names, in: path, required: true, schema: { type: array, items: { type: integer } } }]
            get: { responses: { 200: { description: ok } } }`),
    )
    expect(router.match('GET', '/pets/search')).to.deep.equal({
      kind: 'wrong-method',
      path: '/pets/search',
      allowed: ['POST', 'OPTIONS'],
    })
    expect(router.match('GET', '/pets/12').kind).to.equal('found')
    expect(router.match('GET', '/pets/9007199254740993').kind).to.equal('found')
    expect(router.match('GET', '/pets/mine').kind).to.equal('found')
    expect(router.match('GET', '/tags/all').kind).to.equal('found')
  })

  it('serves below the prefixes of the servers and without, as chosen', async () => {
    const servers = 'servers: [{ url: "https://x.test/api/v1/" }, { url: /beta }]'
    const both = await routes(['GET /pets', 'GET /'], servers)
    expect(both('GET', '/api/v1/pets')).to.equal('/api/v1GET /pets')
    expect(both('GET', '/beta/pets')).to.equal('/betaGET /pets')
    expect(both('GET', '/pets')).to.equal('GET /pets')
    expect(both('GET', '/beta')).to.equal('/betaGET /')
    const server = await routes(['GET /pets'], servers, { basePath: 'server' })
    expect(server('GET', '/pets')).to.match(/^none/)
    const none = await routes(['GET /pets'], servers, { basePath: 'none' })
    expect(none('GET', '/beta/pets')).to.match(/^none/)
    const given = await routes(['GET /pets'], servers, { basePath: 'mock/' })
    expect(given('GET', '/mock/pets')).to.equal('/mockGET /pets')
  })

  it('lets any segment be a variable of the server that has no enum, where nothing else fits', async () => {
    const servers = `servers: [{ url: 'https://x.test/v{v}/{t}', variables: { v: { default: '1', enum: ['1'] }, t: { default: a } } }]`
    const match = await routes(['GET /pets', 'GET /', 'GET /{x}/{y}/pets/mine'], servers)
    expect(match('GET', '/v1/b%2Fc/pets')).to.equal('/v1/b%2FcGET /pets')
    expect(match('GET', '/v1/a/pets')).to.equal('/v1/aGET /pets')
    expect(match('GET', '/v1/b/pets/')).to.equal('/v1/bGET /pets')
    expect(match('GET', '/v1/b/pets/mine')).to.equal('GET /{x}/{y}/pets/mine x=v1 y=b')
    expect(match('GET', '/v2/b/pets')).to.match(/^none/)
    expect(match('GET', '/pets/')).to.equal('GET /pets')
    expect(match('PUT', '/v1/b/pets')).to.equal('/pets allows GET, HEAD, OPTIONS')
  })

  it('tells path keys with queries apart by the query', async () => {
    const match = await routes(['GET /x?action=a', 'GET /x?action=b', 'GET /x', 'POST /x?id={id}'])
    expect(match('GET', '/x', 'v=1&action=b')).to.equal('GET /x?action=b')
    expect(match('GET', '/x')).to.equal('GET /x')
    expect(match('POST', '/x', 'id=a%20b')).to.equal('POST /x?id={id} id=a%20b')
    expect(match('POST', '/x')).to.equal('/x allows GET, HEAD, OPTIONS')
  })

  it('chooses by the pairs in a fragment, and otherwise what has none', async () => {
    const match = await routes(['GET /x#find=v&arn', 'GET /x', 'GET /y#a', 'GET /y#b'])
    expect(match('GET', '/x', 'arn=1&find=v')).to.equal('GET /x#find=v&arn')
    expect(match('GET', '/x', 'find=w')).to.equal('GET /x')
    expect(match('GET', '/y')).to.equal('GET /y#a')
  })

  it('chooses by the header that a fragment names', async () => {
    const router = createRouter(
      await api(`
        paths:
          /#X-Target=Shop.Sell: { post: { responses: { 200: { description: d } } } }
          /#X-Target=Shop.Buy: { post: { responses: { 200: { description: d } } } }
      `),
    )
    const found = router.match('POST', '/', '', { 'x-target': 'Shop.Buy' })
    expect(found.kind === 'found' && found.operation.path).to.equal('/#X-Target=Shop.Buy')
  })

  it('names the nearest paths where there is none', async () => {
    const match = await routes(['GET /pets', 'GET /pets/{id}/toys', 'GET /orders'])
    expect(match('GET', '/pet')).to.equal('none, near /pets, /pets/{id}/toys')
    expect(match('GET', '/pets/1/toy')).to.equal('none, near /pets/{id}/toys')
    expect(match('GET', '/zzzzzzzz')).to.equal('none, near ')
  })

  it('finds what a search through all templates finds', async () => {
    const segment = fc.constantFrom('a', 'b', '{p}', 'a{p}', '{p}.{q}', '{p}.a')
    const template = fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => `/${parts.join('/')}`)
    const path = fc.array(fc.constantFrom('a', 'b', 'ab', 'a.b', 'b.a', '.a', ''), { minLength: 1, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(template, { minLength: 1, maxLength: 6 }), path, async (templates, segments) => {
        const router = createRouter(
          await api(`paths:\n${templates.map((each) => `  "${each}": { get: {} }`).join('\n')}`),
        )
        const text = `/${segments.join('/')}`
        const match = router.match('GET', text)
        // What a trailing slash forgives is not what is compared here.
        if (
          segments.at(-1) === '' ||
          (match.kind === 'found' && text.split('/').length !== match.operation.path.split('/').length)
        )
          return
        expect(match.kind === 'found' ? match.operation.path : undefined).to.equal(searchAll(templates, text))
      }),
      { numRuns: 300 },
    )
  })

  it('never throws, whatever the path', async () => {
    const match = await routes(['GET /{a}.{b}/x{c}y', 'GET /{d}{e}'])
    const unit = fc.constantFrom('/', '%', 'a', 'x', 'y', '.', '2', 'F', '\u0000', 'é', '\ud83d', '😀')
    fc.assert(
      fc.property(fc.string({ unit }), (path) => {
        expect(match('GET', path)).to.be.a('string')
      }),
    )
  })
})

/** The most specific template by the letter: compared segment by segment from the left. */
function searchAll(templates: readonly string[], path: string): string | undefined {
  const order = ['a', 'b', 'a{p}', '{p}.a', '{p}.{q}', '{p}']
  const rank = (template: string) =>
    template
      .slice(1)
      .split('/')
      .map((each) => order.indexOf(each))
      .join('')
  const pattern = (template: string) => new RegExp(`^${template.replaceAll('.', '\\.').replace(/\{[pq]\}/g, '[^/]+')}$`)
  return templates.filter((each) => pattern(each).test(path)).sort((a, b) => (rank(a) < rank(b) ? -1 : 1))[0]
}

describe('matchSegment', () => {
  it('finds values again that were put in, where no value holds a text of the segment', () => {
    const value = fc.stringMatching(/^[a-z%]{1,8}$/)
    fc.assert(
      fc.property(value, value, value, (a, b, c) => {
        const [segment] = parsePathTemplate('/v{a}-{b}.{c}:go').segments
        expect(segment && matchSegment(segment, `v${a}-${b}.${c}:go`)).to.deep.equal([a, b, c])
      }),
    )
  })

  it('reads text that is written encoded, but not inside an escape', () => {
    const [segment] = parsePathTemplate('/my file-{a}4{b}').segments
    expect(segment && matchSegment(segment, 'my%20file-x4y')).to.deep.equal(['x', 'y'])
    expect(segment && matchSegment(segment, 'my%20file-x%41')).to.equal(undefined)
  })
})
