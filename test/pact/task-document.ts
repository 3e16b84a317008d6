/** The board of tasks that test/pact/task-provider.ts serves. */
export const TASKS = `
openapi: 3.1.0
info: { title: Task board, version: 1.0.0 }
security: [{ bearer: [] }]
paths:
  /boards:
    get:
      operationId: listBoards
      parameters:
        - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 100 } }
      responses:
        '200':
          description: all boards
          content:
            application/json:
              schema: { type: object, required: [items, total], properties: { items: { type: array, items: { $ref: '#/components/schemas/Board' } }, total: { type: integer } } }
        '401': { $ref: '#/components/responses/Unauthorized' }
    post:
      operationId: createBoard
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/NewBoard' } } }
      responses:
        '201':
          description: made
          headers: { Location: { required: true, schema: { type: string } } }
          content: { application/json: { schema: { $ref: '#/components/schemas/Board' } } }
        '401': { $ref: '#/components/responses/Unauthorized' }
        '403': { $ref: '#/components/responses/Forbidden' }
        '409': { $ref: '#/components/responses/Conflict' }
        '422': { $ref: '#/components/responses/Invalid' }
  /boards/{boardId}:
    parameters: [{ $ref: '#/components/parameters/boardId' }]
    get:
      operationId: getBoard
      responses:
        '200': { description: one, headers: { ETag: { required: true, schema: { type: string } } }, content: { application/json: { schema: { $ref: '#/components/schemas/Board' } } } }
        '401': { $ref: '#/components/responses/Unauthorized' }
        '404': { $ref: '#/components/responses/Missing' }
    patch:
      operationId: updateBoard
      requestBody:
        required: true
        content: { application/json: { schema: { type: object, additionalProperties: false, minProperties: 1, properties: { title: { type: string, minLength: 1, maxLength: 40 }, archived: { type: boolean } } } } }
      responses:
        '200': { description: changed, content: { application/json: { schema: { $ref: '#/components/schemas/Board' } } } }
        '401': { $ref: '#/components/responses/Unauthorized' }
        '403': { $ref: '#/components/responses/Forbidden' }
        '404': { $ref: '#/components/responses/Missing' }
        '422': { $ref: '#/components/responses/Invalid' }
    delete:
      operationId: deleteBoard
      responses:
        '204': { description: gone }
        '401': { $ref: '#/components/responses/Unauthorized' }
        '403': { $ref: '#/components/responses/Forbidden' }
        '404': { $ref: '#/components/responses/Missing' }
  /boards/{boardId}/tasks:
    parameters: [{ $ref: '#/components/parameters/boardId' }]
    get:
      operationId: listTasks
      responses:
        '200': { description: all, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Task' } } } } }
        '401': { $ref: '#/components/responses/Unauthorized' }
        '404': { $ref: '#/components/responses/Missing' }
    post:
      operationId: createTask
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/NewTask' } } }
      responses:
        '201': { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Task' } } } }
        '401': { $ref: '#/components/responses/Unauthorized' }
        '403': { $ref: '#/components/responses/Forbidden' }
        '404': { $ref: '#/components/responses/Missing' }
        '422': { $ref: '#/components/responses/Invalid' }
  /boards/{boardId}/tasks/{taskId}:
    parameters: [{ $ref: '#/components/parameters/boardId' }, { name: taskId, in: path, required: true, schema: { type: integer, minimum: 1 } }]
    get:
      operationId: getTask
      responses:
        '200': { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/Task' } } } }
        '401': { $ref: '#/components/responses/Unauthorized' }
        '404': { $ref: '#/components/responses/Missing' }
    put:
      operationId: replaceTask
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/NewTask' } } }
      responses:
        '200': { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/Task' } } } }
        '401': { $ref: '#/components/responses/Unauthorized' }
        '403': { $ref: '#/components/responses/Forbidden' }
        '404': { $ref: '#/components/responses/Missing' }
        '422': { $ref: '#/components/responses/Invalid' }
    delete:
      operationId: deleteTask
      responses:
        '204': { description: gone }
        '401': { $ref: '#/components/responses/Unauthorized' }
        '403': { $ref: '#/components/responses/Forbidden' }
        '404': { $ref: '#/components/responses/Missing' }
components:
  securitySchemes: { bearer: { type: http, scheme: bearer } }
  parameters:
    boardId: { name: boardId, in: path, required: true, schema: { type: string, format: uuid } }
  responses:
    Unauthorized: { description: who, headers: { WWW-Authenticate: { required: true, schema: { type: string } } }, content: { application/problem+json: { schema: { $ref: '#/components/schemas/Problem' } } } }
    Forbidden: { description: no, content: { application/problem+json: { schema: { $ref: '#/components/schemas/Problem' } } } }
    Missing: { description: none, content: { application/problem+json: { schema: { $ref: '#/components/schemas/Problem' } } } }
    Conflict: { description: twice, content: { application/problem+json: { schema: { $ref: '#/components/schemas/Problem' } } } }
    Invalid: { description: bad, content: { application/problem+json: { schema: { $ref: '#/components/schemas/Invalid' } } } }
  schemas:
    NewBoard:
      type: object
      additionalProperties: false
      required: [slug, title]
      properties:
        slug: { type: string, pattern: '^[a-z][a-z0-9-]{2,30}$' }
        title: { type: string, minLength: 1, maxLength: 40 }
    Board:
      type: object
      additionalProperties: false
      required: [id, slug, title, archived, createdAt, taskCount]
      properties:
        id: { type: string, format: uuid, readOnly: true }
        slug: { type: string }
        title: { type: string, minLength: 1 }
        archived: { type: boolean }
        createdAt: { type: string, format: date-time, readOnly: true }
        taskCount: { type: integer, minimum: 0, readOnly: true }
        owner: { type: [string, 'null'] }
    NewTask:
      type: object
      additionalProperties: false
      required: [title]
      properties:
        title: { type: string, minLength: 1, maxLength: 80 }
        priority: { type: string, enum: [low, normal, high] }
        due: { type: string, format: date }
        estimate: { type: number, minimum: 0, maximum: 1000 }
        tags: { type: array, maxItems: 5, items: { type: string, minLength: 1, maxLength: 20 } }
    Task:
      type: object
      additionalProperties: false
      required: [id, boardId, title, priority, done, tags]
      properties:
        id: { type: integer, minimum: 1, readOnly: true }
        boardId: { type: string, format: uuid, readOnly: true }
        title: { type: string }
        priority: { type: string, enum: [low, normal, high] }
        due: { type: string, format: date }
        estimate: { type: number }
        done: { type: boolean }
        tags: { type: array, items: { type: string } }
    Problem:
      type: object
      required: [type, title, status, code]
      properties: { type: { type: string }, title: { type: string }, status: { type: integer }, detail: { type: string }, code: { type: string, enum: [unauthorized, forbidden, not_found, conflict] } }
    Invalid:
      type: object
      required: [type, title, status, code, errors]
      properties: { type: { type: string }, title: { type: string }, status: { type: integer, const: 422 }, code: { type: string, const: invalid }, errors: { type: array, minItems: 1, items: { type: object, required: [pointer, message], properties: { pointer: { type: string }, message: { type: string } } } } }
`
