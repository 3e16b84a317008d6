import { isRecord, own } from '../base/json.js'
import { pointerTo, ROOT } from '../base/json-pointer.js'
import type { ApiModel } from '../model/api-model.js'
import { createDeclarations } from './declare-schemas.js'
import { indent } from './type-text.js'
import { writeOperationType } from './write-operation-type.js'

export interface WriteTypesOptions {
  /** Types alone, for a `.d.ts`; else a module with a `defineConfig` of its own. */
  readonly declarationsOnly: boolean
}

/** A TypeScript module with the types of a document: each component's schema, and what each operation takes and replies. */
export function writeTypes(model: ApiModel, { declarationsOnly }: WriteTypesOptions): string {
  const declarations = createDeclarations()
  for (const holder of [['components', 'schemas'], ['definitions']]) {
    const schemas = holder.reduce(
      (inner: unknown, key) => (isRecord(inner) ? own(inner, key) : undefined),
      model.document.root,
    )
    if (!isRecord(schemas)) continue
    for (const name of Object.keys(schemas)) declarations.declare(model.schema(pointerTo(ROOT, ...holder, name)))
  }
  const operations = model.operations.map((operation) => indent(writeOperationType(operation, declarations.refs)))
  const title = `${model.title} ${model.version}`.replace(/\s+/g, ' ').replaceAll('*/', '*\\/')
  return [
    `/** The types of ${title}. Written by \`lockstep types\`; write them again when the document changes. */`,
    ...(declarationsOnly ? [] : ["import { configFor } from 'lockstep'\n"]),
    ...declarations.write(),
    `/** What a behaviour of each operation is given and may reply. */`,
    `export type Operations = {\n${operations.join('\n')}\n}\n`,
    ...(declarationsOnly ? [] : [DEFINE_CONFIG]),
  ].join('\n')
}

const DEFINE_CONFIG = `/** The default export of lockstep.config.ts: what the document does not know does not compile. */
export const defineConfig = configFor<Operations>()
`
