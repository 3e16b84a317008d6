import { expect } from 'chai'
import { mocked } from '../support/mocked.js'

describe('answers in XML', () => {
  it('have a root element also where nothing says what is in them', async () => {
    const ask = await mocked(`
      paths: { /a: { get: { responses: { 200: { description: ok, content: { application/xml: {} } } } } } }
    `)
    const { text, findings } = await ask('GET /a')
    expect(text).to.match(/^<\?xml [^>]*\?>\n<root\/>$/)
    expect(findings).to.deep.equal([])
  })

  it('are judged by what an example says that is written as XML', async () => {
    const ask = await mocked(`
      paths:
        /right: { get: { responses: { 200: { description: ok, content: { application/xml: { schema: { $ref: '#/components/schemas/A' }, example: '<A><n>1</n></A>' } } } } } }
        /wrong: { get: { responses: { 200: { description: ok, content: { application/xml: { schema: { $ref: '#/components/schemas/A' }, example: '<A><n>x</n></A>' } } } } } }
      components: { schemas: { A: { type: object, properties: { n: { type: integer } } } } }
    `)
    expect((await ask('GET /right')).findings).to.deep.equal([])
    expect((await ask('GET /wrong')).findings.map(({ where }) => where)).to.deep.equal(['response body at /n'])
  })
})
