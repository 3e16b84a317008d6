import { expect } from 'chai'
import { mocked } from '../../support/mocked.js'
import { json } from '../../support/operations.js'

const DISK =
  '{ type: object, properties: { id: { type: integer, readOnly: true }, name: { type: string }, size: { type: integer }, favourite: { type: boolean, readOnly: true }, tags: { type: array, items: { type: string } }, droplet_ids: { type: array, items: { type: integer } }, followers: { type: array, readOnly: true, items: { type: object, properties: { id: { type: string }, name: { type: string } } } } } }'
const act = (method: string, members: string): string =>
  `${method}: { requestBody: { ${json(`{ type: object, properties: { ${members} } }`)} }, responses: { 204: { description: d }, 404: { description: d } } }`
const texts = '{ type: array, items: { type: string } }'
const numbers = '{ type: array, items: { type: integer } }'
const at = (path: string, ...operations: readonly string[]): string =>
  `/disks/{id}${path}: { parameters: [{ name: id, in: path, required: true, schema: { type: integer } }], ${operations.join(', ')} }`
const one = `200: { description: d, ${json("{ $ref: '#/components/schemas/Disk' }")} }`
const DISKS = `
  paths:
    /disks:
      get: { parameters: [{ name: tag_name, in: query, schema: { type: string } }], responses: { 200: { description: d, ${json("{ type: array, items: { $ref: '#/components/schemas/Disk' } }")} } } }
      post: { requestBody: { ${json(`{ type: object, properties: { mode: { type: string }, disk_info: { type: object, properties: { name: { type: string }, size: { type: integer }, tags: ${texts} } } } }`)} }, responses: { 201: { description: d, ${json("{ $ref: '#/components/schemas/Disk' }")} } } }
    ${at('', `get: { responses: { ${one}, 404: { description: d } } }`)}
    ${at('/tags', act('post', `tags: ${texts}`), act('delete', `tags: ${texts}`))}
    ${at('/droplets', act('post', `droplet_ids: ${numbers}`), act('delete', `droplet_ids: ${numbers}`))}
    ${at('/addFollowers', act('post', `followers: ${texts}`))}
    ${at('/removeFollower', act('post', `follower: { type: string }`))}
    ${at('/refund', act('post', `size: { type: integer }, tags: ${texts}`))}
    ${at('/resize', act('put', `size: { type: integer }`))}
    ${at('/picture', act('put', `name: { type: string }, url: { type: string }`))}
    ${at('/favourite', `put: { responses: { ${one}, 404: { description: d } } }`, `delete: { responses: { ${one}, 404: { description: d } } }`)}
  components: { schemas: { Disk: ${DISK} } }
`

describe('what is done to an item', () => {
  const made = async () => {
    const ask = await mocked(DISKS)
    const body = { mode: 'fast', disk_info: { name: 'a', size: 1, tags: ['x'] } }
    expect((await ask('POST /disks', { body })).json).to.deep.equal({
      id: 1,
      name: 'a',
      size: 1,
      tags: ['x'],
      favourite: false,
      followers: [],
    })
    return { ask, shown: async () => (await ask('GET /disks/1')).json }
  }

  it('puts into a list of it, and takes out, what the path and the body name', async () => {
    const { ask, shown } = await made()
    await ask('POST /disks/1/tags', { body: { tags: ['x', 'y'] } })
    await ask('POST /disks/1/droplets', { body: { droplet_ids: [7, 8] } })
    await ask('POST /disks/1/addFollowers', { body: { followers: ['ann', 'ben'] } })
    expect(await shown()).to.deep.include({
      tags: ['x', 'y'],
      droplet_ids: [7, 8],
      followers: [{ id: 'ann' }, { id: 'ben' }],
    })
    expect((await ask('GET /disks?tag_name=y')).json).to.have.length(1)
    await ask('DELETE /disks/1/tags', { body: { tags: ['x', 'other'] } })
    await ask('DELETE /disks/1/droplets', { body: { droplet_ids: [7] } })
    await ask('POST /disks/1/removeFollower', { body: { follower: 'ann' } })
    expect(await shown()).to.deep.include({ tags: ['y'], droplet_ids: [8], followers: [{ id: 'ben' }] })
    expect((await ask('GET /disks?tag_name=x')).json).to.deep.equal([])
    expect((await ask('POST /disks/2/tags', { body: { tags: ['x'] } })).status).to.equal(404)
  })

  it('sets what a PUT says, where it says nothing but members of the item', async () => {
    const { ask, shown } = await made()
    await ask('PUT /disks/1/resize', { body: { size: 9 } })
    await ask('PUT /disks/1/picture', { body: { name: 'p', url: 'u' } })
    await ask('POST /disks/1/refund', { body: { size: 3, tags: ['z'] } })
    expect(await shown()).to.deep.include({ name: 'a', size: 9, tags: ['x'] })
  })

  it('shows the item where PUT and DELETE have nothing to remember, and sets what is called so', async () => {
    const { ask } = await made()
    expect((await ask('PUT /disks/1/favourite')).json).to.deep.include({ id: 1, name: 'a', favourite: true })
    expect((await ask('DELETE /disks/1/favourite')).json).to.deep.include({ id: 1, name: 'a', favourite: false })
    expect((await ask('PUT /disks/2/favourite')).status).to.equal(404)
  })

  it('is read by what lists show of it, where creating answers little more than its id', async () => {
    const GUEST = '{ type: object, properties: { id: { type: integer }, email: { type: string } } }'
    const ask = await mocked(`
      paths:
        /guests:
          get: { responses: { 200: { description: d, ${json(`{ type: array, items: ${GUEST} }`)} } } }
          post: { requestBody: { ${json('{ type: object, properties: { email: { type: string } } }')} }, responses: { 201: { description: d, ${json('{ type: object, properties: { id: { type: integer } } }')} } } }
        /guests/{guestId}: { delete: { parameters: [{ name: guestId, in: path, required: true, schema: { type: integer } }], responses: { 204: { description: d } } } }
    `)
    expect((await ask('POST /guests', { body: { email: 'a@b.test' } })).json).to.deep.equal({ id: 1 })
    expect((await ask('GET /guests')).json).to.deep.equal([{ id: 1, email: 'a@b.test' }])
  })
})
