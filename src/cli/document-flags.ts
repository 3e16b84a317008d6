import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Leniency, LoadOptions } from '../document/load-options.js'

export interface DocumentFlags {
  readonly overlay: readonly string[]
  readonly allowHost: readonly string[]
  readonly allowDir: readonly string[]
  readonly maxBytes?: number
  readonly lenient: readonly Leniency[]
}

/** The document that every command takes when none is named. */
export const DEFAULT_DOCUMENT = shorter(shipped('zitadel.openapi.yaml'))

/** Whatever path names it: the shipped document comes with the shipped behaviours. */
export function isShipped(source: string): boolean {
  const file = path.resolve(source)
  return file === shipped('zitadel.openapi.yaml') || file === shipped('set-instance-feature.openapi.yaml')
}

function shipped(name: string): string {
  return fileURLToPath(new URL(`../../../spec/${name}`, import.meta.url))
}

/** As a person would name it from here. */
function shorter(file: string): string {
  const relative = path.relative('', file)
  return relative.length < file.length && relative !== '' ? relative : file
}

export function loadOptions(flags: DocumentFlags): LoadOptions {
  return {
    overlays: flags.overlay,
    allowHosts: flags.allowHost,
    allowDirectories: flags.allowDir,
    lenient: flags.lenient,
    ...(flags.maxBytes === undefined ? {} : { maxBytes: flags.maxBytes }),
  }
}
