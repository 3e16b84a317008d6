import { expect } from 'chai'
import { createMock } from '../../mock/create-mock.js'
import type { MockOptions } from '../../mock/mock.js'
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

describe('an option of a mock', () => {
  const document = { openapi: '3.1.0', info: { title: 't', version: '1' }, paths: {} }
  const refused = async (options: unknown) =>
    createMock(document, options as MockOptions).then(
      () => 'served',
      (error: unknown) => (error instanceof ToolError ? error.message : String(error)),
    )

  it('that there is not is refused with the nearest name', async () => {
    expect(await refused({ sede: 7 }))
      .to.contain('sede is no option')
      .and.contain('Did you mean seed?')
    expect(await refused({ admin: { tokn: 'x' } }))
      .to.contain('admin: tokn is no option')
      .and.contain('token')
    expect(await refused({ load: { overlay: ['a.yaml'] } })).to.contain('Did you mean overlays?')
    expect(await refused({ listenOn: 4010 }))
      .to.contain('listenOn is no option')
      .and.contain('Known are')
  })

  it('that belongs into the behaviours is refused with its place', async () => {
    expect(await refused({ seedCount: 3 })).to.contain('{ behaviours: { seedCount: … } }')
  })

  it('may be undefined; all of them may not be null', async () => {
    expect(await refused({ seed: undefined, admin: false })).to.equal('served')
    expect(await refused(null)).to.contain('expected an object of options, got null')
  })
})
