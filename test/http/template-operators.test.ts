import { expect } from 'chai'
import { createRouter } from '../../src/http/create-router.js'
import { api } from '../support/api.js'

/** A router over GET operations, each with the path parameters that it declares. */
async function routes(paths: Readonly<Record<string, string>>) {
  const lines = Object.entries(paths).map(([path, names]) => {
    const parameters = names.split(' ').map((name) => `{ name: '${name}', in: path, required: true }`)
    return `  '${path}': { get: { parameters: [${parameters.join(', ')}], responses: { 200: { description: ok } } } }`
  })
  const model = await api(`paths:\n${lines.join('\n')}`)
  const router = createRouter(model)
  return (path: string): unknown => {
    const match = router.match('GET', path)
    return match.kind === 'found' ? [match.operation.path, Object.fromEntries(match.pathValues)] : match.kind
  }
}

describe('operators of RFC 6570 in a path', () => {
  it('are no part of the name that is declared without them', async () => {
    const match = await routes({ '/a/{.id}': 'id', '/b/{;ids*}/x': 'ids', '/c/{id}{?page,limit}': 'id' })
    expect(match('/a/.1')).to.deep.equal(['/a/{.id}', { id: '.1' }])
    expect(match('/b/;ids=1/x')).to.deep.equal(['/b/{;ids*}/x', { ids: ';ids=1' }])
    expect(match('/c/1')).to.deep.equal(['/c/{id}{?page,limit}', { id: '1' }])
  })

  it('stay where the parameter is declared with them', async () => {
    const match = await routes({ '/a/{id*}': 'id*', '/b/{proxy+}': 'proxy+' })
    expect(match('/a/1')).to.deep.equal(['/a/{id*}', { 'id*': '1' }])
    expect(match('/b/1')).to.deep.equal(['/b/{proxy+}', { 'proxy+': '1' }])
  })

  it('take the rest of a path with a plus, behind all other paths', async () => {
    const match = await routes({ '/f/{path+}': 'path', '/f/{id}': 'id', '/f/{id}/tags': 'id', '/{proxy+}': 'proxy' })
    expect(match('/f/1')).to.deep.equal(['/f/{id}', { id: '1' }])
    expect(match('/f/1/tags')).to.deep.equal(['/f/{id}/tags', { id: '1' }])
    expect(match('/f/1/tags/2')).to.deep.equal(['/f/{path+}', { path: '1/tags/2' }])
    expect(match('/g/h')).to.deep.equal(['/{proxy+}', { proxy: 'g/h' }])
    expect(match('/')).to.equal('no-path')
  })
})
