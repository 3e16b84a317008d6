import { createRequire } from 'node:module'
import type core from 'ajv/dist/core.js'

export interface AjvParts {
  readonly Core: typeof core.default
  readonly applicator: core.Vocabulary
  readonly validation: core.Vocabulary
  readonly next: core.Vocabulary
  readonly _: typeof core._
}

let parts: AjvParts | undefined

/** ajv takes tens of milliseconds to load; a run that checks nothing does not pay them. */
export function loadAjv(): AjvParts {
  return (parts ??= readAjv())
}

function readAjv(): AjvParts {
  const require = createRequire(import.meta.url)
  const { default: Core, _ } = require('ajv/dist/core.js') as typeof core
  const applicator = require('ajv/dist/vocabularies/applicator/index.js') as {
    default: (draft2020: boolean) => core.Vocabulary
  }
  const validation = require('ajv/dist/vocabularies/validation/index.js') as { default: core.Vocabulary }
  const next = require('ajv/dist/vocabularies/next.js') as { default: core.Vocabulary }
  return {
    Core,
    applicator: applicator.default(true),
    validation: validation.default,
    next: next.default,
    _,
  }
}
