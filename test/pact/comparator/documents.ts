/** Small documents that between them use what the two judges of pacts may read differently. */
export const DOCUMENTS: Readonly<Record<string, { readonly openapi: string; readonly text: string }>> = {
  'plain objects behind a token': {
    openapi: '3.0.3',
    text: `
      paths:
        /pets:
          get:
            operationId: listPets
            parameters:
              - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 50 } }
              - { name: kind, in: query, required: true, schema: { type: string, enum: [cat, dog] } }
              - { name: tags, in: query, schema: { type: array, items: { type: string, minLength: 2 } } }
              - { name: X-Trace, in: header, required: true, schema: { type: integer } }
            responses:
              200:
                description: pets
                headers: { X-Total: { required: true, schema: { type: integer } } }
                content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Pet' } } } }
              400: { $ref: '#/components/responses/Bad' }
          post:
            operationId: addPet
            requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
            responses:
              201: { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
              422: { $ref: '#/components/responses/Bad' }
        /pets/{petId}:
          parameters: [{ name: petId, in: path, required: true, schema: { type: integer } }]
          get:
            operationId: getPet
            responses:
              200: { description: a pet, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
              404: { $ref: '#/components/responses/Bad' }
          delete:
            operationId: removePet
            responses: { 204: { description: gone }, 404: { $ref: '#/components/responses/Bad' } }
      security: [{ token: [] }]
      components:
        securitySchemes: { token: { type: http, scheme: bearer } }
        responses:
          Bad: { description: bad, content: { application/json: { schema: { $ref: '#/components/schemas/Problem' } } } }
        schemas:
          Problem: { type: object, required: [title], properties: { title: { type: string }, code: { type: integer } } }
          Pet:
            type: object
            additionalProperties: false
            required: [id, name, born, homes]
            properties:
              id: { type: integer }
              name: { type: string, minLength: 1, maxLength: 40, pattern: '^[A-Z]' }
              born: { type: string, format: date }
              seen: { type: string, format: date-time }
              kind: { type: string, enum: [cat, dog] }
              weight: { type: number, minimum: 0, exclusiveMinimum: true }
              tame: { type: boolean }
              homes:
                type: array
                minItems: 1
                items: { type: array, items: { type: object, required: [street], properties: { street: { type: string }, no: { type: integer } } } }
    `,
  },
  'combined schemas': {
    openapi: '3.0.3',
    text: `
      paths:
        /shapes:
          post:
            operationId: addShape
            requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Shape' } } } }
            responses:
              201: { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Kept' } } } }
              400: { description: bad, content: { application/json: { schema: { $ref: '#/components/schemas/Failed' } } } }
        /shapes/{shapeId}:
          parameters: [{ name: shapeId, in: path, required: true, schema: { type: string, format: uuid } }]
          get:
            operationId: getShape
            responses:
              200: { description: a shape, content: { application/json: { schema: { $ref: '#/components/schemas/Shown' } } } }
              default: { description: not, content: { application/json: { schema: { $ref: '#/components/schemas/Failed' } } } }
          patch:
            operationId: changeShape
            requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Change' } } } }
            responses:
              200: { description: changed, content: { application/json: { schema: { $ref: '#/components/schemas/Kept' } } } }
              4XX: { description: not, content: { application/json: { schema: { $ref: '#/components/schemas/Failed' } } } }
      components:
        schemas:
          Circle:
            type: object
            required: [type, radius]
            properties: { type: { type: string, enum: [Circle] }, radius: { type: number } }
          Square:
            type: object
            required: [type, side]
            properties: { type: { type: string, enum: [Square] }, side: { type: number } }
          Shape:
            oneOf: [{ $ref: '#/components/schemas/Circle' }, { $ref: '#/components/schemas/Square' }]
            discriminator: { propertyName: type }
          Shown: { oneOf: [{ $ref: '#/components/schemas/Circle' }, { $ref: '#/components/schemas/Square' }] }
          Stored: { type: object, required: [id], properties: { id: { type: string, format: uuid, readOnly: true } } }
          Kept:
            allOf:
              - { $ref: '#/components/schemas/Stored' }
              - type: object
                required: [label]
                properties:
                  label: { type: string, nullable: true }
                  owner: { nullable: true, allOf: [{ $ref: '#/components/schemas/Owner' }] }
                  outline: { anyOf: [{ type: string }, { type: array, items: { type: number } }] }
          Owner: { type: object, required: [name], properties: { name: { type: string } } }
          Change:
            type: object
            minProperties: 1
            properties:
              label: { type: string, nullable: true }
              colour: { anyOf: [{ type: string, enum: [red, blue] }, { type: integer, minimum: 0 }] }
              owner: { $ref: '#/components/schemas/Owner' }
          Failed:
            allOf:
              - { type: object, required: [message], properties: { message: { type: string } } }
              - { type: object, properties: { details: { type: array, items: { type: object, properties: { field: { type: string } } } } } }
    `,
  },
  'types of 3.1 and keys': {
    openapi: '3.1.0',
    text: `
      paths:
        /events:
          get:
            operationId: listEvents
            parameters:
              - { name: since, in: query, schema: { type: string, format: date-time } }
              - { name: order, in: query, schema: { enum: [up, down] } }
              - { name: page, in: query, style: deepObject, explode: true, schema: { type: object, properties: { size: { type: integer } } } }
            responses:
              200:
                description: events
                headers: { ETag: { schema: { type: string } }, X-Left: { schema: { type: integer } } }
                content:
                  application/vnd.events+json: { schema: { $ref: '#/components/schemas/Events' } }
              401: { description: who }
            security: [{ query: [] }]
        /events/{day}/{number}:
          parameters:
            - { name: day, in: path, required: true, schema: { enum: [mon, tue] } }
            - { name: number, in: path, required: true, schema: { type: integer, maximum: 9 } }
          put:
            operationId: putEvent
            requestBody:
              required: true
              content:
                application/json: { schema: { $ref: '#/components/schemas/Event' } }
                application/x-www-form-urlencoded: { schema: { type: object, required: [at], properties: { at: { type: string } } } }
            responses:
              200: { description: kept, content: { application/json: { schema: { $ref: '#/components/schemas/Event' } } } }
              204: { description: kept }
              400: { description: bad, content: { text/plain: { schema: { type: string } } } }
            security: [{ header: [] }]
        /report:
          get:
            operationId: getReport
            responses: { 200: { description: text, content: { text/plain: { schema: { type: string } } } } }
      components:
        securitySchemes:
          header: { type: apiKey, in: header, name: X-Key }
          query: { type: apiKey, in: query, name: key }
        schemas:
          Events: { type: object, required: [items], properties: { items: { type: array, items: { $ref: '#/components/schemas/Event' } } } }
          Event:
            type: object
            required: [at, what]
            properties:
              at: { type: string, format: date-time }
              what: { const: done }
              who: { type: [string, 'null'] }
              size: { type: integer, exclusiveMinimum: 0, multipleOf: 5 }
              pair: { type: array, prefixItems: [{ type: string }, { type: integer }], items: false }
              labels: { type: object, additionalProperties: { type: string } }
              mail: { type: string, format: email }
    `,
  },
}
