import { expect } from 'chai'
import { reportPlan } from '../../../src/resources/describe-plan.js'
import { mocked } from '../../support/mocked.js'
import { json } from '../../support/operations.js'

const THING =
  '{ type: object, required: [id, number], properties: { id: { type: string }, number: { type: integer }, name: { type: string } } }'
const NEW = `requestBody: { ${json('{ type: object, properties: { name: { type: string } } }')} }`
const document = (links: string, components = ''): string => `
  paths:
    /tickets:
      post:
        ${NEW}
        responses: { 201: { description: d, ${json(`{ type: object, properties: { data: ${THING} } }`)}, ${links} } }
    /tickets/{ticket}:
      parameters: [{ name: ticket, in: path, required: true, schema: { type: integer } }]
      get: { operationId: readTicket, responses: { 200: { description: d, ${json(THING)} }, 404: { description: d } } }
  ${components}
`

describe('a link of what creates', () => {
  for (const [where, text] of [
    [
      'by operationId',
      document(`links: { read: { operationId: readTicket, parameters: { ticket: '$response.body#/data/number' } } }`),
    ],
    [
      'by operationRef and place',
      document(
        `links: { read: { operationRef: '#/paths/~1tickets~1%7Bticket%7D/get', parameters: { path.ticket: '$response.body#/data/number' } } }`,
      ),
    ],
    [
      'by reference',
      document(
        `links: { read: { $ref: '#/components/links/read' } }`,
        `components: { links: { read: { operationId: readTicket, parameters: { ticket: '$response.body#/data/number' } } } }`,
      ),
    ],
  ] as const) {
    it(`says which member is the id: ${where}`, async () => {
      const ask = await mocked(text)
      expect(reportPlan(ask.mock.plan).collections[0]).to.include({ id: 'number', existence: 'strict' })
      const { data } = (await ask('POST /tickets', { body: { name: 'one' } })).json as { data: { number: number } }
      expect((await ask(`GET /tickets/${data.number}`)).json).to.deep.equal(data)
    })
  }

  it('says nothing where it leads elsewhere, or by something that the thing does not show', async () => {
    for (const links of [
      `links: { read: { operationId: readTicket, parameters: { ticket: '$response.body#/data/unknown' } } }`,
      `links: { read: { operationId: other, parameters: { ticket: '$response.body#/data/number' } } }`,
    ])
      expect(reportPlan((await mocked(document(links))).mock.plan).collections[0]).to.include({ id: 'id' })
  })
})
