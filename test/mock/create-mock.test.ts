import { expect } from 'chai'
import { createMock } from '../../mock/create-mock.js'
import { ToolError } from '../../src/base/tool-error.js'

describe('what a mock is made from', () => {
  it('may be a parsed document', async () => {
    const responses = { 200: { description: 'x', content: { 'text/plain': { example: 'ahoy' } } } }
    const mock = await createMock({
      openapi: '3.1.0',
      info: { title: 't', version: '1' },
      paths: { '/boats': { get: { responses } } },
    })
    const request = { method: 'GET', path: '/boats', query: '', headers: {}, body: new Uint8Array() }
    expect((await mock.handle(request)).body).to.equal('ahoy')
    await mock.close()
  })

  it('is refused in words when it is no document', async () => {
    const circle: Record<string, unknown> = { openapi: '3.1.0' }
    circle.paths = circle
    for (const source of [undefined, null, 5, [], {}, circle]) {
      const refused = await createMock(source as unknown as string).then(
        () => undefined,
        (error: unknown) => error,
      )
      expect(refused, String(source)).to.be.instanceOf(ToolError)
    }
  })
})
