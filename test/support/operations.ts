/** Pieces of OpenAPI documents in one line each, for tests with many operations. */
export const text = (name: string): string => `{ name: ${name}, in: path, required: true, schema: { type: string } }`
export const asked = (name: string, type = 'string'): string =>
  `{ name: ${name}, in: query, schema: { type: ${type} } }`
/** Of a body, a response, a header or a parameter. */
export const json = (schema: string): string => `content: { application/json: { schema: ${schema} } }`
export const ok = (schema: string): string => `responses: { 200: { description: d, ${json(schema)} } }`
export const okOr404 = (schema: string): string =>
  `responses: { 200: { description: d, ${json(schema)} }, 404: { description: d } }`
export const done = 'responses: { 204: { description: d }, 404: { description: d } }'
export const made = (schema: string): string => `responses: { 201: { description: d, ${json(schema)} } }`
export const ref = (name: string): string => `{ $ref: '#/components/schemas/${name}' }`
export const list = (name: string): string => `{ type: array, items: ${ref(name)} }`
