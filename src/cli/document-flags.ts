import { fileURLToPath } from 'node:url'
import type { LoadOptions } from '../document/api-document.js'

export interface DocumentFlags {
  readonly overlay: readonly string[]
  readonly allowHost: readonly string[]
  readonly allowDir: readonly string[]
  readonly maxBytes?: number
}

/** The document that every command takes when none is named. */
export const DEFAULT_DOCUMENT = fileURLToPath(new URL('../../../spec/zitadel.openapi.yaml', import.meta.url))

export function loadOptions(flags: DocumentFlags): LoadOptions {
  return {
    overlays: flags.overlay,
    allowHosts: flags.allowHost,
    allowDirectories: flags.allowDir,
    ...(flags.maxBytes === undefined ? {} : { maxBytes: flags.maxBytes }),
  }
}
