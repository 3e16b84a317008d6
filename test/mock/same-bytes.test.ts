import { expect } from 'chai'
import { mocked } from '../support/mocked.js'

const NOTES = `
  components:
    schemas:
      Note: { type: object, required: [text], properties: { id: { type: string, format: uuid, readOnly: true }, text: { type: string }, mood: { type: string }, createdAt: { type: string, format: date-time, readOnly: true }, updatedAt: { type: string, format: date-time, readOnly: true } } }
  paths:
    /notes:
      get: { responses: { 200: { description: ok, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Note' } } } } } } }
      post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } }, responses: { 201: { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } }, 400: { description: bad, content: { application/json: { schema: { type: object, required: [at], properties: { at: { type: string, format: date-time } } } } } } } }
    /dice: { get: { responses: { 200: { description: ok, content: { application/json: { schema: { type: object, required: [n, at], properties: { n: { type: number }, at: { type: string, format: date-time } } } } } } } } }
`
const LINES: readonly (readonly [string, object?])[] = [
  ['POST /notes', { body: { text: 'a' } }],
  ['POST /notes', { body: { text: 1 } }],
  ['GET /dice', { headers: { prefer: 'dynamic=true' } }],
  ['GET /dice', { headers: { prefer: 'dynamic=true' } }],
  ['POST /notes', { body: { text: 'b' } }],
  ['GET /notes'],
]

async function run(seed: number): Promise<string> {
  const ask = await mocked(NOTES, { seed })
  const answers: unknown[] = []
  for (const [line, more] of LINES) {
    const { status, headers, text } = await ask(line, more)
    answers.push({ status, headers, text })
  }
  return JSON.stringify(answers)
}

describe('a seeded mock', () => {
  it('answers the same requests with the same bytes, times and ids among them', async () => {
    expect(await run(7)).to.equal(await run(7))
  })

  it('answers another seed with other bytes', async () => {
    expect(await run(7)).to.not.equal(await run(8))
  })
})
