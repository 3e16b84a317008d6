import { expect } from 'chai'
import { createRandom } from '../../src/base/random.js'
import { sampleRequest } from '../../src/generate/sample-request.js'
import { composeRequest } from '../../src/http/compose-request.js'
import { mocked } from '../support/mocked.js'

/** What the mock says to the requests that are made for an operation, without and with all that may be left out. */
async function statuses(operation: string): Promise<readonly number[]> {
  const { mock } = await mocked(`paths: { '/things/{key}': { post: ${operation} } }`, { stateless: true })
  const [declared] = mock.model.operations
  if (!declared) throw new Error('no operation')
  const modes = ['minimal', 'full'] as const
  const answers = modes.map(async (mode) => {
    const sample = sampleRequest(declared, { random: createRandom(1), mode })
    return (await mock.handle(composeRequest(declared, sample))).status
  })
  return Promise.all(answers)
}

const key = '{ name: key, in: path, required: true, schema: { type: string } }'
const responses = 'responses: { 204: { description: done } }'

describe('requests of our own', () => {
  const cases: readonly (readonly [string, string])[] = [
    [
      'objects inside an object of the query',
      `{ parameters: [${key}, { name: filter, in: query, required: true, schema: { type: object, required: [by], properties: { by: { type: object, required: [n], properties: { n: { type: integer } } }, all: { type: array, items: { type: object, properties: { a: { type: boolean } } } } } } }], ${responses} }`,
    ],
    [
      'lists inside an object that is not exploded',
      `{ parameters: [${key}, { name: f, in: query, explode: false, required: true, schema: { type: object, required: [l], properties: { l: { type: array, minItems: 2, items: { type: integer } } } } }], ${responses} }`,
    ],
    [
      'a list that may be empty and must be there',
      `{ parameters: [${key}, { name: f, in: query, required: true, schema: { allOf: [{ type: object, required: [l], properties: { l: { type: array, items: { enum: [x] } } } }] } }], ${responses} }`,
    ],
    [
      'a list in the path that may be empty',
      `{ parameters: [{ name: key, in: path, required: true, schema: { type: array, items: { enum: [_all] } } }], ${responses} }`,
    ],
    [
      'a form of which nothing must be there but itself',
      `{ parameters: [${key}], requestBody: { required: true, content: { application/x-www-form-urlencoded: { schema: { type: object, properties: { a: { type: string } } } } } }, ${responses} }`,
    ],
    [
      'a form whose example is written as on the wire, and is wrong',
      `{ parameters: [${key}], requestBody: { required: true, content: { application/x-www-form-urlencoded: { example: a=co&b=1, schema: { type: object, required: [a], properties: { a: { enum: [CO] }, b: { type: integer } } } } } }, ${responses} }`,
    ],
    [
      'XML with two members of one element name',
      `{ parameters: [${key}], requestBody: { required: true, content: { application/xml: { schema: { type: object, required: [a, b], properties: { a: { type: string, xml: { name: x } }, b: { type: integer, xml: { name: x } } } } } } }, ${responses} }`,
    ],
  ]
  for (const [what, operation] of cases) {
    it(`are accepted: ${what}`, async () => {
      expect(await statuses(operation)).to.deep.equal([204, 204])
    })
  }
})
