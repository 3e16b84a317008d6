import { expect } from 'chai'
import { reportPlan } from '../../src/resources/describe-plan.js'
import { planResources } from '../../src/resources/plan-resources.js'
import { api } from '../support/api.js'

const THING = '{ type: object, properties: { ref: { type: string }, name: { type: string } } }'
const one = `{ 200: { description: d, content: { application/json: { schema: ${THING} } } } }`
const id = '{ name: id, in: path, required: true, schema: { type: string } }'

const plan = async (extension: string) => {
  const report = reportPlan(
    planResources(
      await api(`
        paths:
          /things/{id}:
            parameters: [${id}]
            get: { responses: ${one} }
            delete: { responses: { 204: { description: d } } }
          /elsewhere/{id}:
            parameters: [${id}]
            ${extension}
      `),
    ),
  )
  return { ...report.operations[2], id: report.collections[0]?.id }
}

describe('x-lockstep', () => {
  it('gives an operation a collection, and the role that its method has there', async () => {
    const planned = await plan(`put: { x-lockstep: { resource: '/things' }, responses: ${one} }`)
    expect(planned).to.include({ role: 'upsert', collection: '/things' })
    expect(planned.reasons?.[0]).to.equal('x-lockstep')
  })

  it('gives an operation a role, also from its path item', async () => {
    const planned = await plan(`x-lockstep: { resource: '/things/', role: remove }
            post: { responses: ${one} }`)
    expect(planned).to.include({ role: 'remove', collection: '/things' })
  })

  it('makes an operation stateless', async () => {
    expect(await plan(`get: { x-lockstep: { stateless: true }, responses: ${one} }`)).to.include({ role: 'stateless' })
    expect(await plan(`get: { x-lockstep: false, responses: ${one} }`)).to.include({ role: 'stateless' })
  })

  it('names the member that carries the id', async () => {
    expect(await plan(`get: { x-lockstep: { resource: '/things' }, responses: ${one} }`)).to.include({ id: undefined })
    const model = await api(`
      paths:
        /things/{id}:
          parameters: [${id}]
          get: { x-lockstep: { id: ref }, responses: ${one} }
    `)
    expect(reportPlan(planResources(model)).collections[0]?.id).to.equal('ref')
  })

  it('says what is wrong with it', async () => {
    const unknown = await plan(`get: { x-lockstep: { resource: '/nothing' }, responses: ${one} }`)
    expect(unknown.role).to.equal('stateless')
    expect(unknown.reasons).to.deep.equal([
      'x-lockstep names the resource /nothing, which is no collection of this document',
    ])
    const role = await plan(`get: { x-lockstep: { resource: '/things', role: frobnicate }, responses: ${one} }`)
    expect(role.reasons).to.deep.equal(['x-lockstep', 'x-lockstep gives the unknown role "frobnicate"'])
  })
})
