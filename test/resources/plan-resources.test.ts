import { expect } from 'chai'
import { describePlan, reportPlan } from '../../src/resources/describe-plan.js'
import { planResources } from '../../src/resources/plan-resources.js'
import { api } from '../support/api.js'

const THING = '{ type: object, required: [id], properties: { id: { type: string }, name: { type: string } } }'
const one = (schema = THING): string =>
  `{ 200: { description: d, content: { application/json: { schema: ${schema} } } } }`
const many = one(`{ type: array, items: ${THING} }`)
const body = `{ content: { application/json: { schema: ${THING} } } }`
const id = (name: string): string => `{ name: ${name}, in: path, required: true, schema: { type: string } }`

/** 'GET /pets' → 'list /pets' for each operation. */
async function rolesIn(text: string): Promise<Record<string, string>> {
  const report = reportPlan(planResources(await api(text)))
  return Object.fromEntries(
    report.operations.map(({ method, path, role, collection }) => [
      `${method} ${path}`,
      collection === undefined ? role : `${role} ${collection}`,
    ]),
  )
}

describe('the resource plan', () => {
  it('takes no calls that are named in the fragment of one path for collections', async () => {
    const roles = await rolesIn(`
      paths:
        '/#Action=Batch': { get: { responses: ${many} }, post: { requestBody: ${body}, responses: ${one()} } }
        '/pets#name': { get: { responses: ${many} }, post: { requestBody: ${body}, responses: ${one()} } }
    `)
    expect(roles).to.deep.equal({
      'GET /#Action=Batch': 'stateless',
      'POST /#Action=Batch': 'stateless',
      'GET /pets#name': 'list /pets#name',
      'POST /pets#name': 'create /pets#name',
    })
  })

  it('lists collections in the order of the document, those with items first, whichever role was asked for first', async () => {
    const model = await api(`
      paths:
        /settings: { get: { responses: ${one()} }, put: { requestBody: ${body}, responses: ${one()} } }
        /b/{id}: { parameters: [${id('id')}], get: { responses: ${one()} } }
        /a/{id}: { parameters: [${id('id')}], get: { responses: ${one()} } }
        /b/{id}/parts/{partId}:
          parameters: [${id('id')}, ${id('partId')}]
          get: { responses: ${one()} }
    `)
    const plan = planResources(model)
    for (const operation of [...model.operations].reverse()) plan.roleOf(operation)
    expect(plan.collections.map(({ path }) => path)).to.deep.equal(['/b', '/a', '/b/{id}/parts', '/settings'])
    expect(plan.collections[2]?.parent).to.equal(plan.collections[0])
  })

  it('takes one thing that is named by two values for none below another', async () => {
    const model = await api(`
      paths:
        /rates/{id}: { parameters: [${id('id')}], get: { responses: ${one()} } }
        /rates/{from}/{to}: { parameters: [${id('from')}, ${id('to')}], get: { responses: ${one()} } }
        /users/{id}: { parameters: [${id('id')}], get: { responses: ${one()} } }
        /users/{user}/{repo}: { parameters: [${id('user')}, ${id('repo')}], get: { responses: ${one()} } }
    `)
    const parents = planResources(model).collections.map(({ path, parent }) => [path, parent?.path])
    expect(parents).to.deep.include.members([
      ['/rates/{from}', undefined],
      ['/users/{user}', '/users'],
    ])
  })

  it('reads collections, items and what is below them from the paths', async () => {
    expect(
      await rolesIn(`
        paths:
          /owners:
            get: { responses: ${many} }
            post: { requestBody: ${body}, responses: ${one()} }
          /owners/{ownerId}:
            parameters: [${id('ownerId')}]
            get: { responses: ${one()} }
            put: { requestBody: ${body}, responses: ${one()} }
            delete: { responses: { 204: { description: d } } }
          /owners/{owner}/pets/{pet_id}:
            parameters: [${id('owner')}, ${id('pet_id')}]
            get: { responses: ${one()} }
            put: { requestBody: ${body}, responses: ${one()} }
            patch: { requestBody: ${body}, responses: ${one()} }
      `),
    ).to.deep.equal({
      'GET /owners': 'list /owners',
      'POST /owners': 'create /owners',
      'GET /owners/{ownerId}': 'read /owners',
      'PUT /owners/{ownerId}': 'replace /owners',
      'DELETE /owners/{ownerId}': 'remove /owners',
      'GET /owners/{owner}/pets/{pet_id}': 'read /owners/{owner}/pets',
      'PUT /owners/{owner}/pets/{pet_id}': 'upsert /owners/{owner}/pets',
      'PATCH /owners/{owner}/pets/{pet_id}': 'patch /owners/{owner}/pets',
    })
  })

  it('knows the verbs of real APIs, as segments and after a colon', async () => {
    const roles = await rolesIn(`
      paths:
        /things/_search: { post: { requestBody: ${body}, responses: ${one(`{ type: object, properties: { result: { type: array, items: ${THING} } } }`)} } }
        /things/_create: { post: { requestBody: ${body}, responses: ${one()} } }
        /things/{id}: { parameters: [${id('id')}], get: { responses: ${one()} } }
        /things/{id}/_exists: { parameters: [${id('id')}], post: { responses: ${one('{ type: object, properties: { exists: { type: boolean } } }')} } }
        /things/{id}:cancel: { parameters: [${id('id')}], post: { responses: ${one()} } }
        /things/{id}/archive: { parameters: [${id('id')}], post: { responses: ${one()} } }
        /things/count: { get: { responses: ${one('{ type: integer }')} } }
    `)
    expect(roles).to.deep.equal({
      'POST /things/_search': 'search /things',
      'POST /things/_create': 'create /things',
      'GET /things/{id}': 'read /things',
      'POST /things/{id}/_exists': 'exists /things',
      'POST /things/{id}:cancel': 'action /things',
      'POST /things/{id}/archive': 'action /things',
      'GET /things/count': 'count /things',
    })
  })

  it('takes a thing that is read and written without an id for a singleton', async () => {
    const roles = await rolesIn(`
      paths:
        /settings:
          get: { responses: ${one('{ type: object, properties: { theme: { type: string } } }')} }
          put: { requestBody: ${body}, responses: ${one('{ type: object, properties: { theme: { type: string } } }')} }
    `)
    expect(roles).to.deep.equal({
      'GET /settings': 'readSingleton /settings',
      'PUT /settings': 'replaceSingleton /settings',
    })
  })

  it('leaves alone what it has no good evidence for', async () => {
    const roles = await rolesIn(`
      paths:
        /login: { post: { requestBody: ${body}, responses: ${one()} } }
        /colours: { get: { responses: ${many} } }
        /files/{id}: { parameters: [${id('id')}], get: { responses: { 200: { description: d, content: { image/png: {} } } } } }
        /chat.post: { post: { responses: ${one()} } }
    `)
    expect(new Set(Object.values(roles))).to.deep.equal(new Set(['stateless']))
  })

  it('finds the id under the names that it has in the path, in the entity and beside it', async () => {
    const cases: [string, string, string][] = [
      ['petId', '{ id: { type: string } }', 'id'],
      ['pet_id', '{ petId: { type: string } }', 'petId'],
      ['issue_number', '{ id: { type: integer }, number: { type: integer } }', 'number'],
      ['name', '{ metadata: { type: object, properties: { name: { type: string } } } }', 'metadata.name'],
      ['pet', '{ slug: { type: string } }', 'slug'],
    ]
    for (const [parameter, properties, expected] of cases) {
      const schema = `{ type: object, properties: ${properties} }`
      const model = await api(`
        paths:
          /pets/{${parameter}}:
            parameters: [${id(parameter)}]
            get: { responses: ${one(schema)} }
            delete: { responses: { 204: { description: d } } }
      `)
      expect(reportPlan(planResources(model)).collections[0]?.id, parameter).to.equal(expected)
    }
  })

  it('is strict about ids only where a client can create and learn them', async () => {
    const existence = async (operations: string): Promise<string | undefined> => {
      const model = await api(`
        paths:
          /pets: ${operations}
          /pets/{id}: { parameters: [${id('id')}], get: { responses: ${one()} } }
      `)
      return reportPlan(planResources(model)).collections[0]?.existence
    }
    expect(await existence(`{ post: { requestBody: ${body}, responses: ${one()} } }`)).to.equal('strict')
    expect(await existence(`{ post: { requestBody: ${body}, responses: { 201: { description: d } } } }`)).to.equal(
      'until-created',
    )
    expect(await existence(`{ get: { responses: ${many} } }`)).to.equal('lenient')
  })

  it('says why, a line for each operation', async () => {
    const model = await api(`
      paths:
        /pets: { get: { responses: ${many} }, post: { requestBody: ${body}, responses: ${one()} } }
        /login: { post: { responses: ${one()} } }
    `)
    expect(describePlan(planResources(model)).split('\n')).to.deep.equal([
      'GET /pets    list /pets    GET on the collection answers a list',
      'POST /pets   create /pets  POST on the collection; the body may carry the id (required)',
      'POST /login  stateless     /login belongs to no collection',
    ])
  })

  it('creates by what is called so, whatever POST beside it must be told, and not by what takes something else', async () => {
    const taking = (schema: string): string =>
      `post: { requestBody: { content: { application/json: { schema: ${schema} } } }, responses: ${one()} }`
    const NAMED = '{ type: object, required: [name], properties: { name: { type: string } } }'
    const model = await api(`
      paths:
        /things: { ${taking(NAMED)} }
        /things/_create: { ${taking('{ type: object, properties: { id: { type: string } } }')} }
        /things/insert: { ${taking('{ type: object, properties: { id: { type: string }, before: { type: string } } }')} }
        /things/{id}: { parameters: [{ name: id, in: path, required: true, schema: { type: string } }], get: { responses: ${one()} } }
    `)
    const plan = planResources(model)
    const roles = model.operations.map((operation) => [operation.path, plan.roleOf(operation).kind])
    expect(roles).to.deep.equal([
      ['/things', 'create'],
      ['/things/_create', 'create'],
      ['/things/insert', 'stateless'],
      ['/things/{id}', 'read'],
    ])
  })
})
