import http from 'node:http'
import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'

/** An answer before it is sent: what a fault changes. */
export interface Answer {
  readonly status: number
  readonly type: string
  readonly headers: Readonly<Record<string, string>>
  /** As data, or `raw` as it goes out; undefined for none. */
  readonly body: unknown
  readonly raw?: boolean
}

export type TaskFault = (answer: Answer, call: { readonly method: string; readonly path: string }) => Answer

interface Task {
  readonly id: number
  readonly [name: string]: unknown
}

interface Board {
  readonly id: string
  readonly slug: string
  readonly tasks: Map<number, Task>
  readonly [name: string]: unknown
}

type Body = Readonly<Record<string, unknown>>

export interface TaskProvider {
  readonly url: URL
  countBoards(): number
  breakWith(fault: TaskFault | undefined): void
  close(): Promise<void>
}

/**
 * A board of tasks as somebody writes it by hand for its document, with nothing of ours: ids of its own, parents, callers who
 * may and who may not, conflicts and refusals. It looks at ids before it looks at what they are, and at callers before all.
 */
export async function startTaskProvider(prefix = ''): Promise<TaskProvider> {
  const boards = new Map<string, Board>()
  let fault: TaskFault | undefined
  let next = 1

  function answer(method: string, path: string, caller: string, text: string): Answer {
    if (caller !== 'Bearer admin' && caller !== 'Bearer guest') {
      return problem(401, 'unauthorized', {}, { 'www-authenticate': 'Bearer realm="tasks"' })
    }
    if (!path.startsWith(`${prefix}/boards`)) return problem(404, 'not_found')
    if (method !== 'GET' && caller === 'Bearer guest') return problem(403, 'forbidden')
    const [, , boardId, tasks, taskId] = path.slice(prefix.length).split('/')
    if (boardId === undefined) return onBoards(method, text)
    const board = boards.get(boardId)
    if (!board) return problem(404, 'not_found')
    if (tasks === undefined) return onBoard(board, method, text)
    if (taskId === undefined) return onTasks(board, method, text)
    const task = board.tasks.get(Number(taskId))
    return task ? onTask(board, task, method, text) : problem(404, 'not_found')
  }

  function onBoards(method: string, text: string): Answer {
    if (method === 'GET') return json(200, { items: [...boards.values()].map(shownBoard), total: boards.size })
    const body = read(text)
    const { slug, title } = body ?? {}
    if (!body || !hasOnly(body, ['slug', 'title'])) return invalid('', 'unknown members')
    if (typeof slug !== 'string' || !/^[a-z][a-z0-9-]{2,30}$/.test(slug)) return invalid('/slug', 'no slug')
    if (!isText(title, 40)) return invalid('/title', 'too short or too long')
    if ([...boards.values()].some((board) => board.slug === slug)) return problem(409, 'conflict')
    const createdAt = new Date().toISOString()
    const board = { id: randomUUID(), slug, title, archived: false, createdAt, owner: null, tasks: new Map() }
    boards.set(board.id, board)
    return json(201, shownBoard(board), { location: `${prefix}/boards/${board.id}` })
  }

  function onBoard(board: Board, method: string, text: string): Answer {
    if (method === 'GET') return json(200, shownBoard(board), { etag: '"1"' })
    if (method === 'DELETE') {
      boards.delete(board.id)
      return NO_CONTENT
    }
    const body = read(text)
    if (!body || !hasOnly(body, ['title', 'archived']) || Object.keys(body).length === 0) return invalid('', 'members')
    if ('title' in body && !isText(body['title'], 40)) return invalid('/title', 'too short or too long')
    if ('archived' in body && typeof body['archived'] !== 'boolean')
      return invalid('/archived', 'neither true nor false')
    const changed = { ...board, ...body }
    boards.set(board.id, changed)
    return json(200, shownBoard(changed))
  }

  function onTasks(board: Board, method: string, text: string): Answer {
    if (method === 'GET') return json(200, [...board.tasks.values()])
    return keep(board, next++, text, 201)
  }

  function onTask(board: Board, task: Task, method: string, text: string): Answer {
    if (method === 'GET') return json(200, task)
    if (method === 'PUT') return keep(board, task.id, text, 200)
    board.tasks.delete(task.id)
    return NO_CONTENT
  }

  function keep(board: Board, id: number, text: string, status: number): Answer {
    const body = read(text)
    const wrong = body ? wrongInTask(body) : ''
    if (!body || wrong !== undefined) return invalid(wrong ?? '', 'not as it must be')
    const task = { id, boardId: board.id, priority: 'normal', done: false, tags: [], ...body }
    board.tasks.set(id, task)
    return json(status, task)
  }

  const server = http.createServer((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const call = { method: incoming.method ?? '', path: (incoming.url ?? '').split('?')[0] ?? '' }
      const right = answer(
        call.method,
        call.path,
        incoming.headers.authorization ?? '',
        Buffer.concat(chunks).toString(),
      )
      const { status, type, headers, body, raw } = fault ? fault(right, call) : right
      outgoing.writeHead(status, { ...headers, ...(body === undefined ? {} : { 'content-type': type }) })
      outgoing.end(body === undefined ? undefined : raw && typeof body === 'string' ? body : JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`),
    countBoards: () => boards.size,
    breakWith: (wanted) => {
      fault = wanted
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const NO_CONTENT: Answer = { status: 204, type: '', headers: {}, body: undefined }

function json(status: number, body: unknown, headers: Answer['headers'] = {}): Answer {
  return { status, type: 'application/json', headers, body }
}

function problem(status: number, code: string, more: Body = {}, headers: Answer['headers'] = {}): Answer {
  return {
    status,
    type: 'application/problem+json',
    headers,
    body: { type: 'about:blank', title: code, status, code, ...more },
  }
}

function invalid(pointer: string, message: string): Answer {
  return problem(422, 'invalid', { errors: [{ pointer, message }] })
}

function shownBoard({ tasks, ...board }: Board): Body {
  return { ...board, taskCount: tasks.size }
}

function read(text: string): Body | undefined {
  try {
    const value = JSON.parse(text) as unknown
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : undefined
  } catch {
    return undefined
  }
}

function hasOnly(body: Body, names: readonly string[]): boolean {
  return Object.keys(body).every((name) => names.includes(name))
}

function isText(value: unknown, most: number): boolean {
  return typeof value === 'string' && value !== '' && Array.from(value).length <= most
}

/** Where, if anywhere. */
function wrongInTask(body: Body): string | undefined {
  const { title, priority = 'low', due = '2026-01-01', estimate = 0, tags = [] } = body
  if (!hasOnly(body, ['title', 'priority', 'due', 'estimate', 'tags'])) return ''
  if (!isText(title, 80)) return '/title'
  if (typeof priority !== 'string' || !['low', 'normal', 'high'].includes(priority)) return '/priority'
  if (typeof due !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(due) || Number.isNaN(Date.parse(due))) return '/due'
  if (typeof estimate !== 'number' || estimate < 0 || estimate > 1000) return '/estimate'
  if (!Array.isArray(tags) || tags.length > 5 || !tags.every((tag) => isText(tag, 20))) return '/tags'
  return undefined
}
