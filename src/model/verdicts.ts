import type { SchemaAt } from './schema-at.js'
import type { Test } from './compile-schema.js'

/**
 * What one run has decided already. Alternatives that share what lies below them would visit it twice at each level, and
 * so 2^depth times.
 */
export class Verdicts {
  readonly #bySchema = new Map<SchemaAt, Map<unknown, boolean>>()

  of(schema: SchemaAt, value: unknown, run: Test): boolean {
    let verdicts = this.#bySchema.get(schema)
    if (!verdicts) this.#bySchema.set(schema, (verdicts = new Map<unknown, boolean>()))
    const known = verdicts.get(value)
    if (known !== undefined) return known
    const verdict = run(value)
    verdicts.set(value, verdict)
    return verdict
  }

  forget(): void {
    if (this.#bySchema.size > 0) this.#bySchema.clear()
  }
}
