import { expect } from 'chai'
import { ROOT, pointerTo } from '../../src/base/json-pointer.js'
import { createRandom } from '../../src/base/random.js'
import { generateValue, type GenerateOptions, type Generated } from '../../src/generate/generate-value.js'
import type { Schema } from '../../src/model/schema.js'
import { api, dedent } from '../support/api.js'

/** The schema that is called Thing, among all that a text has. */
export async function schemaFrom(text: string): Promise<Schema> {
  const indented = dedent(text).replace(/^/gm, '    ')
  const model = await api(`paths: {}\ncomponents:\n  schemas:\n${indented}`)
  return model.schema(pointerTo(ROOT, 'components', 'schemas', 'Thing'))
}

export async function generate(text: string, options: Partial<GenerateOptions> = {}): Promise<Generated> {
  return generateValue(await schemaFrom(text), { direction: 'response', random: createRandom(1), ...options })
}

export async function valid(text: string, options: Partial<GenerateOptions> = {}): Promise<unknown> {
  const generated = await generate(text, options)
  expect(generated).to.include({ valid: true })
  return generated.value
}
