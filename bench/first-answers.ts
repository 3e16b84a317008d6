/**
 * Every GET of GitHub's document with a JSON answer, asked once with a sampled request: how much processor time the first
 * answer of an operation takes, and how many are valid. With state, an item that nobody created is a 404, which is valid
 * too; without state all are successes. A process of its own: `node first-answers.js DOCUMENT [stateless]` prints JSON.
 */
import { createMock } from '../mock/index.js'
import { createRandom } from '../src/base/random.js'
import { checkResponse } from '../src/check/check-response.js'
import { sampleRequest } from '../src/generate/sample-request.js'
import { composeRequest } from '../src/http/compose-request.js'
import { successResponse } from '../src/http/select-response.js'
import { isJsonType } from '../src/model/media-type.js'

const mock = await createMock(process.argv[2] ?? '', { stateless: process.argv[3] === 'stateless' })
const times: number[] = []
const broken: string[] = []
let valid = 0
let succeeded = 0

for (const operation of mock.model.operations) {
  const { response } = successResponse(operation.responses)
  const json = response?.content.find(({ range }) => range !== undefined && isJsonType(range))
  if (
    operation.method !== 'GET' ||
    operation.path.startsWith('/pets') ||
    !response?.key.startsWith('2') ||
    !json?.schema
  )
    continue
  const { params } = sampleRequest(operation, { random: createRandom('bench'), mode: 'minimal' })
  const request = composeRequest(operation, {
    params,
    body: undefined,
    mediaType: undefined,
    headers: { accept: json.declared },
  })
  const before = process.cpuUsage()
  const answer = await mock.handle(request)
  const { user, system } = process.cpuUsage(before)
  times.push((user + system) / 1000)
  const text = typeof answer.body === 'string' ? answer.body : Buffer.from(answer.body).toString('utf8')
  const isValid = checkResponse(operation, { ...answer, body: text }).length === 0
  if (isValid && answer.status < 300) succeeded++
  if (isValid) valid++
  else broken.push(`${operation.id} ${answer.status}`)
}

times.sort((a, b) => a - b)
const at = (share: number) => times[Math.floor(times.length * share)] ?? NaN
process.stdout.write(
  `${JSON.stringify({ asked: times.length, valid, succeeded, medianMs: at(0.5), p95Ms: at(0.95), mostMs: at(1 - 1e-9), broken })}\n`,
)
