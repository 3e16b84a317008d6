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

  it('knows what is of an extension, and keeps what it does not name of a member of many parts', async () => {
    const URN = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
    const ask = await mocked(API.replaceAll('title:', `'${URN}': { type: object }, title:`))
    const type = 'application/scim+json'
    const whole = {
      userName: 'ann',
      name: { givenName: 'Ann', familyName: 'Lee' },
      [URN]: { department: 'A', floor: 1 },
    }
    const { id } = (await ask('POST /Users', { type, body: JSON.stringify(whole) })).json as { id: string }
    const Operations = [
      { op: 'replace', path: `${URN}:department`, value: 'B' },
      { op: 'add', path: URN, value: { division: 'C' } },
      { op: 'replace', path: 'name', value: { familyName: 'Ray' } },
    ]
    await ask(`PATCH /Users/${id}`, { type, body: JSON.stringify({ Operations }) })
    expect((await ask(`GET /Users/${id}`)).json).to.deep.equal({
      id,
      userName: 'ann',
      name: { givenName: 'Ann', familyName: 'Ray' },
      [URN]: { department: 'B', floor: 1, division: 'C' },
    })
  })

  it('is refused where it replaces what is not there, or does more than a mock should', async () => {
    const ask = await mocked(API)
    const type = 'application/scim+json'
    const emails = Array.from({ length: 3000 }, (_, nth) => ({ type: `t${nth}` }))
    const made = await ask('POST /Users', { type, body: JSON.stringify({ userName: 'ann', emails }) })
    const { id } = made.json as { id: string }
    const patch = async (Operations: readonly unknown[]) =>
      (await ask(`PATCH /Users/${id}`, { type, body: JSON.stringify({ Operations }) })).status
    expect(await patch([{ op: 'replace', path: 'emails[type eq "fax"].value', value: 'x' }])).to.equal(400)
    expect(
      await patch(emails.map((email) => ({ op: 'add', path: `emails[type eq "${email.type}"]`, value: {} }))),
    ).to.equal(400)
    expect(await patch([{ op: 'add', path: 'a.'.repeat(50_000), value: 1 }])).to.equal(400)
    expect((await ask(`GET /Users/${id}`)).json).to.deep.equal({ id, userName: 'ann', emails })
  })
})

describe('a SCIM filter', () => {
  const URN = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
  const LIST = `
    /Users/.search:
      post:
        requestBody: { ${body('{ type: object, properties: { filter: { type: string } } }')} }
        responses: { 200: { description: d, ${body(`{ type: object, properties: { Resources: { type: array, items: ${USER} } } }`)} } }
  `
  const type = 'application/scim+json'

  it('may name the schema of an attribute, and a schema as a value', async () => {
    const ask = await mocked(API.concat(LIST).replaceAll('title:', `'${URN}': { type: object }, title:`))
    for (const [userName, schemas] of [
      ['ann', ['urn:x:core:2.0:User', URN]],
      ['ben', ['urn:x:core:2.0:User']],
    ])
      await ask('POST /Users', { type, body: JSON.stringify({ userName, schemas, [URN]: { department: userName } }) })
    const found = async (filter: string) => {
      const { json } = await ask('POST /Users/.search', { type, body: JSON.stringify({ filter }) })
      return (json as { Resources: { userName: string }[] }).Resources.map(({ userName }) => userName)
    }
    expect(await found(`schemas eq "${URN}"`)).to.deep.equal(['ann'])
    expect(await found('schemas eq "urn:x:core:2.0:User" and urn:x:core:2.0:User:userName eq "ben"')).to.deep.equal([
      'ben',
    ])
    expect(await found(`${URN}:department eq "ben"`)).to.deep.equal(['ben'])
  })

  it('holds up nobody, however long it is', async () => {
    const ask = await mocked(API.concat(LIST))
    const { status } = await ask('POST /Users/.search', {
      type,
      body: JSON.stringify({ filter: '.urn:'.repeat(200_000) }),
    })
    expect(status).to.equal(200)
  })
})
