import { expect } from 'chai'
import { mocked } from '../../support/mocked.js'

const USER =
  '{ type: object, required: [id, userName], properties: { schemas: { type: array, items: { type: string } }, id: { type: string, readOnly: true }, userName: { type: string }, title: { type: string }, name: { type: object, properties: { givenName: { type: string } } }, emails: { type: array, items: { type: object } } } }'
const body = (schema: string): string => `content: { application/scim+json: { schema: ${schema} } }`
const API = `
  paths:
    /Users:
      post:
        requestBody: { ${body(USER)} }
        responses: { 201: { description: d, ${body(USER)} } }
    /Users/{id}:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      get: { responses: { 200: { description: d, ${body(USER)} } } }
      patch:
        requestBody: { ${body('{ type: object, properties: { schemas: { type: array, items: { type: string } }, Operations: { type: array, items: { type: object } } } }')} }
        responses: { 200: { description: d, ${body(USER)} } }
`

describe('a SCIM patch', () => {
  it('changes what its operations name, and nothing else', async () => {
    const ask = await mocked(API)
    const type = 'application/scim+json'
    const made = await ask('POST /Users', {
      type,
      body: JSON.stringify({ schemas: ['user'], userName: 'ann', title: 'Dr' }),
    })
    const { id } = made.json as { id: string }
    const Operations = [
      { op: 'Replace', path: 'name.givenName', value: 'Ann' },
      { op: 'add', path: 'emails', value: [{ value: 'a@x.example' }] },
      { op: 'add', path: 'emails', value: [{ value: 'b@x.example' }] },
      { op: 'remove', path: 'title' },
      { op: 'replace', value: { userName: 'anna', id: 'stolen' } },
    ]
    await ask(`PATCH /Users/${id}`, { type, body: JSON.stringify({ schemas: ['patch'], Operations }) })
    expect((await ask(`GET /Users/${id}`)).json).to.deep.equal({
      id,
      schemas: ['user'],
      userName: 'anna',
      name: { givenName: 'Ann' },
      emails: [{ value: 'a@x.example' }, { value: 'b@x.example' }],
    })
  })

  it('changes the values that a filter names', async () => {
    const ask = await mocked(API)
    const type = 'application/scim+json'
    const emails = ['work', 'home', 'old'].map((kind) => ({ type: kind, value: `${kind}@x.example` }))
    const made = await ask('POST /Users', { type, body: JSON.stringify({ userName: 'ann', emails }) })
    const { id } = made.json as { id: string }
    const Operations = [
      { op: 'replace', path: 'emails[type eq "work"].value', value: 'new@x.example' },
      { op: 'remove', path: 'emails[type eq "old" and value ew ".example"]' },
      { op: 'add', path: 'emails[type eq "home"]', value: { primary: true } },
      { op: 'replace', path: 'urn:ietf:params:scim:schemas:core:2.0:User:userName', value: 'anna' },
    ]
    await ask(`PATCH /Users/${id}`, { type, body: JSON.stringify({ Operations }) })
    expect((await ask(`GET /Users/${id}`)).json).to.deep.equal({
      id,
      userName: 'anna',
      emails: [
        { type: 'work', value: 'new@x.example' },
        { type: 'home', value: 'home@x.example', primary: true },
      ],
    })
  })
})
