import { expect } from 'chai'
import { json } from '../../support/operations.js'
import { said, tell } from '../../support/story.js'

const id = (name: string): string => `{ name: ${name}, in: path, required: true, schema: { type: string } }`
const USER = `{ $ref: '#/components/schemas/User' }`
const USERS = `{ type: array, items: ${USER} }`
const MISSING = '404: { description: d }'
const GROUPS = `
  paths:
    /users:
      post: { requestBody: { ${json(USER)} }, responses: { 201: { description: d, ${json(USER)} } } }
    /users/{id}:
      parameters: [${id('id')}]
      get: { responses: { 200: { description: d, ${json(USER)} }, ${MISSING} } }
    /groups:
      post:
        requestBody: { ${json('{ type: object, properties: { label: { type: string } } }')} }
        responses: { 201: { description: d, ${json('{ type: object, properties: { id: { type: string }, label: { type: string } } }')} } }
    /groups/{id}:
      parameters: [${id('id')}]
      delete: { responses: { 204: { description: d }, ${MISSING} } }
    /groups/{id}/members:
      parameters: [${id('id')}]
      get: { responses: { 200: { description: d, ${json(USERS)} }, ${MISSING} } }
    /groups/{id}/members/{userId}:
      parameters: [${id('id')}, ${id('userId')}]
      put: { responses: { 204: { description: d }, ${MISSING} } }
      delete: { responses: { 204: { description: d }, ${MISSING} } }
    /groups/{id}/tips:
      parameters: [${id('id')}]
      get: { responses: { 200: { description: d, ${json('{ type: array, items: { type: string } }')} }, ${MISSING} } }
    /groups/{id}/notes:
      parameters: [${id('id')}]
      get:
        x-lockstep: false
        responses: { 200: { description: d, ${json('{ type: array, items: { type: string } }')} }, ${MISSING} }
  components:
    schemas:
      User:
        type: object
        required: [name]
        properties: { id: { type: string, readOnly: true }, name: { type: string } }
`

describe('what stands between two things', () => {
  it('shows the thing that a PUT without a body has put there, and refuses one that is not there', async () => {
    const { ask } = await tell(GROUPS)
    const ann = idOf(said(await ask('POST /users', [], { body: { name: 'Ann' } })).value)
    const group = idOf(said(await ask('POST /groups', [], { body: { label: 'g' } })).value)
    expect(said(await ask('PUT /groups/{id}/members/{userId}', [group, ann])).status).to.equal(204)
    expect(said(await ask('PUT /groups/{id}/members/{userId}', [group, 'nobody'])).status).to.equal(404)
    expect(said(await ask('GET /groups/{id}/members', [group])).value).to.deep.equal([{ id: ann, name: 'Ann' }])
    expect(said(await ask('DELETE /groups/{id}/members/{userId}', [group, ann])).status).to.equal(204)
    expect(said(await ask('GET /groups/{id}/members', [group])).value).to.deep.equal([])
    expect(said(await ask('GET /users/{id}', [ann])).status).to.equal(200)
  })

  it('is gone below what was removed, also where nothing is remembered, unless the document asks for that', async () => {
    const { ask } = await tell(GROUPS)
    const group = idOf(said(await ask('POST /groups', [], { body: { label: 'g' } })).value)
    expect(said(await ask('GET /groups/{id}/tips', [group])).status).to.not.equal(404)
    await ask('DELETE /groups/{id}', [group])
    expect(said(await ask('GET /groups/{id}/members', [group])).status).to.equal(404)
    expect(said(await ask('GET /groups/{id}/tips', [group])).status).to.equal(404)
    expect(said(await ask('GET /groups/{id}/notes', [group])).status).to.not.equal(404)
    expect(said(await ask('GET /groups/{id}/tips', ['other'])).status).to.not.equal(404)
  })
})

function idOf(value: unknown): string {
  return (value as { readonly id: string }).id
}
