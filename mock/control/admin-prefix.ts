import { toolError } from '../../src/base/tool-error.js'
import type { ApiModel } from '../../src/model/api-model.js'

/** @throws ToolError USAGE when a prefix is not the beginning of a path */
export function checkedPrefix(prefix: string): string {
  if (/^(\/[A-Za-z0-9._~-]+)+$/.test(prefix)) return prefix
  throw toolError('USAGE', { reason: `--admin-prefix: expected a path such as /__lockstep, got ${prefix}` })
}

/** @throws ToolError ADMIN_PREFIX_TAKEN when the document has a path of its own there */
export function keepPrefixFree({ operations }: ApiModel, prefix: string): void {
  for (const { path, basePaths } of operations) {
    if (isBelow(path, prefix) || basePaths.some((base) => isBelow(base + path, prefix))) {
      throw toolError('ADMIN_PREFIX_TAKEN', { path, prefix })
    }
  }
}

/** Whether a path is the prefix, or leads on from it. */
export function isBelow(path: string, prefix: string): boolean {
  return path.startsWith(prefix) && (path.length === prefix.length || path[prefix.length] === '/')
}
