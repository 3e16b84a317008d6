import { expect } from 'chai'
import { createRandom } from '../../src/base/random.js'
import { describeWhere } from '../../src/base/finding.js'
import { readPact } from '../../src/pact/verify/load-pacts.js'
import { openNativeVerifier, type NativeVerifier } from '../../src/pact/verify/native-verifier.js'
import type { Verification } from '../../src/pact/verify/verification.js'
import { verifyProvider } from '../../src/pact/verify/verify-provider.js'
import { writePact } from '../../src/pact/write-pact.js'
import { planResources } from '../../src/resources/plan-resources.js'
import { api } from '../support/api.js'
import { TASKS } from './task-document.js'
import { startTaskProvider, type Answer, type TaskFault, type TaskProvider } from './task-provider.js'

type Body = Record<string, unknown>

const model = await api(TASKS)
const plan = planResources(model)
const { pact } = writePact(model, plan)

const PATHS: Readonly<Record<string, RegExp>> = {
  listBoards: /^GET \/boards$/,
  createBoard: /^POST \/boards$/,
  getBoard: /^GET \/boards\/[^/]+$/,
  updateBoard: /^PATCH /,
  deleteBoard: /^DELETE \/boards\/[^/]+$/,
  listTasks: /^GET .*\/tasks$/,
  createTask: /^POST .*\/tasks$/,
  getTask: /^GET .*\/tasks\/\d+$/,
  replaceTask: /^PUT /,
}

type Change = (answer: Answer) => Answer

const as =
  (status: number): Change =>
  (answer) => ({ ...answer, status })
const body =
  (change: (body: Body) => unknown): Change =>
  (answer) => ({ ...answer, body: change(answer.body as Body) })
const member = (name: string, value: unknown): Change => body((all) => ({ ...all, [name]: value }))
const without = (name: string): Change =>
  body((all) => Object.fromEntries(Object.entries(all).filter(([each]) => each !== name)))
const items = (change: (item: Body) => Body): Change =>
  body((all) => ({ ...all, items: (all['items'] as Body[]).map(change) }))
const typed =
  (type: string): Change =>
  (answer) => ({ ...answer, type })
const empty: Change = (answer) => ({ ...answer, body: undefined })
const html: Change = (answer) => ({ ...answer, type: 'text/html', body: '<h1>Oops</h1>', raw: true })
const bare: Change = (answer) => ({ ...answer, headers: {} })
const asNull: Change = (answer) => ({ ...answer, status: 200, type: 'application/json', body: null })

/** The operation, the status of what is broken, how, and what the message must name. */
const FAULTS: readonly (readonly [operation: string, status: number, how: string, change: Change, place: string])[] = [
  ['getBoard', 200, 'is 201', as(201), 'status: expected status 200, got 201'],
  ['getBoard', 200, 'is 500', as(500), 'status: expected status 200, got 500'],
  ['getBoard', 200, 'is 204', (answer) => empty(as(204)(answer)), 'status: expected status 200, got 204'],
  ['getBoard', 200, 'lacks a member', without('title'), 'body at /title'],
  ['getBoard', 200, 'has a number as text', member('taskCount', '3'), 'body at /taskCount'],
  ['getBoard', 200, 'has a fraction for an integer', member('taskCount', 0.5), 'body at /taskCount'],
  ['getBoard', 200, 'has a number below its minimum', member('taskCount', -1), 'body at /taskCount'],
  ['getBoard', 200, 'has null where none may be', member('title', null), 'body at /title'],
  ['getBoard', 200, 'has a member too many', member('internal', 1), 'internal'],
  ['getBoard', 200, 'has a flag as text', member('archived', 'false'), 'body at /archived'],
  ['getBoard', 200, 'has a date of another format', member('createdAt', '25.11.2026 20:00'), 'body at /createdAt'],
  ['getBoard', 200, 'has an optional member of another type', member('owner', 7), 'body at /owner'],
  ['getBoard', 200, 'has an id of another format', member('id', 'board-1'), 'body at /id'],
  ['getBoard', 200, 'is wrapped', body((all) => ({ data: all })), 'body at /slug'],
  ['getBoard', 200, 'is a list', body((all) => [all]), 'body'],
  ['getBoard', 200, 'is null', body(() => null), 'body'],
  ['getBoard', 200, 'is empty', empty, 'body'],
  ['getBoard', 200, 'is text', typed('text/plain'), 'header Content-Type'],
  ['getBoard', 200, 'is no JSON', (answer) => ({ ...answer, body: '{"id":', raw: true }), 'body'],
  ['getBoard', 200, 'lacks a header', bare, 'header ETag'],
  ['getBoard', 200, 'is a page', html, 'header Content-Type'],
  ['getBoard', 404, 'is 200 with null', asNull, 'status: expected status 404, got 200'],
  ['getBoard', 404, 'is a page', html, 'header Content-Type'],
  ['getBoard', 404, 'has a code that is none', member('code', 'missing'), 'body at /code'],
  ['getBoard', 404, 'has no code', without('code'), 'body at /code'],
  ['getBoard', 404, 'is plain JSON', typed('application/json'), 'header Content-Type'],
  ['getBoard', 404, 'has an optional member of another type', member('detail', 5), 'body at /detail'],
  ['deleteBoard', 404, 'is 204', (answer) => empty(as(204)(answer)), 'status: expected status 404, got 204'],
  ['deleteBoard', 204, 'is 200', as(200), 'status: expected status 204, got 200'],
  ['updateBoard', 403, 'is 404', as(404), 'status: expected status 403, got 404'],
  ['updateBoard', 403, 'is a success', as(200), 'status: expected status 403, got 200'],
  ['updateBoard', 403, 'has another shape', body(() => ({ error: 'no' })), 'body at /code'],
  ['listTasks', 401, 'lacks its challenge', bare, 'header WWW-Authenticate'],
  ['listTasks', 401, 'is 403', as(403), 'status: expected status 401, got 403'],
  ['createTask', 422, 'is 400', as(400), 'status: expected status 422, got 400'],
  ['createTask', 422, 'names nothing', member('errors', []), 'body at /errors'],
  ['createTask', 422, 'names texts', member('errors', ['bad']), 'body at /errors/0'],
  ['createTask', 201, 'has null for a list', member('tags', null), 'body at /tags'],
  ['createTask', 201, 'is 200', as(200), 'status: expected status 201, got 200'],
  ['createBoard', 201, 'lacks its place', bare, 'header Location'],
  ['createBoard', 409, 'is 500', as(500), 'got 500'],
  ['createBoard', 409, 'has another shape', body(() => ({ error: 'taken' })), "lacks 'code'"],
  ['listBoards', 200, 'is a bare list', body((all) => all['items']), 'body'],
  ['listBoards', 200, 'leaves out what was created', body(() => ({ items: [], total: 0 })), 'body at /items'],
  ['listBoards', 200, 'lacks a member of its items', items(({ title, ...rest }) => (title ? rest : {})), '/title'],
  ['listBoards', 200, 'has items that break a type', items((item) => ({ ...item, owner: 1 })), '/owner'],
  ['getTask', 200, 'has a member that is none of its values', member('priority', 'urgent'), 'body at /priority'],
  ['replaceTask', 404, 'is 201', as(201), 'status: expected status 404, got 201'],
]

describe('verifying a provider that somebody else wrote', () => {
  let provider: TaskProvider
  let verifier: NativeVerifier

  before(async () => {
    provider = await startTaskProvider()
    verifier = openNativeVerifier()
  })

  after(async () => {
    verifier.close()
    await provider.close()
  })

  function verify(of: (key: string) => boolean, url = provider.url): Promise<Verification> {
    const interactions = pact.interactions.filter(({ key = '' }) => of(key))
    return verifyProvider({
      model,
      plan,
      provider: url,
      pacts: [readPact('(written)', JSON.stringify({ ...pact, interactions }))],
      tokens: { allowed: 'admin', forbidden: 'guest' },
      random: createRandom('tasks'),
      verifier,
    })
  }

  it('finds nothing wrong with what is right, and leaves nothing behind', async () => {
    const { verdicts, leftBehind } = await verify(() => true)
    const wrong = verdicts.filter(({ outcome }) => outcome !== 'passed')
    expect(wrong.map(({ interaction, reason, findings }) => [interaction.description, reason, findings])).to.deep.equal(
      [],
    )
    expect(verdicts.length).to.be.greaterThan(80)
    expect([leftBehind, provider.countBoards()]).to.deep.equal([[], 0])
  })

  it('creates what an earlier run cannot have left behind', () => {
    const slugs = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].flatMap((seed) =>
      writePact(model, plan, { seed })
        .pact.interactions.filter(({ key }) => key === 'createBoard.201.minimal')
        .map(({ request }) => (request.body?.content as Body)['slug']),
    )
    expect([slugs.length, new Set(slugs).size]).to.deep.equal([8, 8])
  })

  it('finds nothing wrong with it below a path that the document does not name', async () => {
    const below = await startTaskProvider('/v9')
    const { verdicts } = await verify((key) => key.startsWith('getBoard.'), below.url)
    await below.close()
    expect(new Set(verdicts.map(({ outcome }) => outcome))).to.deep.equal(new Set(['passed']))
  })

  for (const [operation, status, how, change, place] of FAULTS) {
    it(`finds that ${operation} ${status} ${how}`, async () => {
      const fault: TaskFault = (answer, { method, path }) =>
        answer.status === status && PATHS[operation]?.test(`${method} ${path}`) ? change(answer) : answer
      provider.breakWith(fault)
      const { verdicts } = await verify((key) => key.startsWith(`${operation}.${status}.`))
      provider.breakWith(undefined)
      const said = verdicts.flatMap(({ findings }) =>
        findings.map(({ where, message }) => `${describeWhere(where)}: ${message}`),
      )
      expect(
        said.filter((each) => each.includes(place)),
        JSON.stringify(said),
      ).to.not.deep.equal([])
    })
  }
})
