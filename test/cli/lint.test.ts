import { expect } from 'chai'
import { createWorkspace } from '../document/workspace.js'
import { runLockstep } from './spawned-mock.js'

describe('lockstep lint', function () {
  this.timeout(60_000)

  it('tells places in other files by their own pointers, and once what to do about a mistake made everywhere', async () => {
    const workspace = await createWorkspace({
      'api.yaml': `
        openapi: 3.1.0
        info: { title: t, version: '1' }
        paths:
          /a: { get: { operationId: one, responses: { 200: { $ref: 'parts.yaml#/ok' } } } }
          /b: { $ref: 'parts.yaml#/item' }
      `,
      'parts.yaml': `
        ok:
          description: ok
          content: { application/json: { schema: { properties: { a: { type: [string, null] }, b: { type: [string, null] } } } } }
        item: { get: { operationId: one, responses: { 204: { description: d } } } }
      `,
    })
    const { stdout, status } = await runLockstep(workspace.folder, 'lint', 'api.yaml')
    expect(status).to.equal(1)
    const inSchema = '#/ok/content/application~1json/schema/properties'
    expect(stdout.split('\n')).to.deep.equal([
      'parts.yaml:3:78 warning document/wrong-type: type/1: expected a string, found null (' + `${inSchema}/a/type/1)`,
      "  Write 'null' in quotes; it is read so.",
      'parts.yaml:3:107 warning document/wrong-type: type/1: expected a string, found null (' + `${inSchema}/b/type/1)`,
      "parts.yaml:4:16 error document/duplicate-operation-id: operationId 'one' is taken by another operation, at api.yaml:4 (/paths/~1a/get) (#/item/get/operationId)",
      'api.yaml: 1 error, 2 warnings, 0 hints',
      '',
    ])
    await workspace.remove()
  })

  it('tells patterns and numbers of parameters and headers that are none', async () => {
    const workspace = await createWorkspace({
      'api.yaml': `
        openapi: 3.1.0
        info: { title: t, version: '1' }
        paths:
          /a:
            get:
              parameters:
                - { name: q, in: query, schema: { type: string, pattern: '([a-z' } }
                - { name: n, in: query, schema: { type: number, minimum: .nan } }
              responses: { 200: { description: ok, headers: { X-A: { schema: { type: string, pattern: '*x' } } } } }
      `,
    })
    const { stdout } = await runLockstep(workspace.folder, 'lint', 'api.yaml')
    expect(stdout.split('\n').map((line) => line.replace(/ \(#.*/, ''))).to.deep.equal([
      'api.yaml:7:57 warning document/pattern: the pattern ([a-z is no regular expression; it is left out',
      'api.yaml:8:57 warning document/schema: expected a number, got NaN',
      'api.yaml:9:86 warning document/pattern: the pattern *x is no regular expression; it is left out',
      'api.yaml: 0 errors, 3 warnings, 0 hints',
      '',
    ])
    await workspace.remove()
  })
})
