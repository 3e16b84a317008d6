import { exec } from 'jsonpath-rfc9535'
import type { JsonValue } from 'jsonpath-rfc9535'
import type { Finding } from '../base/finding.js'
import { isRecord, own, setOwn } from '../base/json.js'
import type { UnknownRecord } from '../base/json.js'
import { pointerKeys, pointerTo, ROOT, valueAt } from '../base/json-pointer.js'
import type { JsonPointer } from '../base/json-pointer.js'
import { describeValue } from '../base/text.js'
import { toolError } from '../base/tool-error.js'
import { clone } from './clone.js'
import type { DocumentFile } from './document-file.js'
import { describeLocation } from './line-index.js'
import { originOf } from './locate.js'
import type { Origin } from './locate.js'
import { moveItemsDown, removeBelow } from './move-origins.js'

/**
 * Applies the actions of an overlay to a tree, in order. Changes the tree, and enters into `origins` what came from where.
 * @throws ToolError OVERLAY_INVALID
 * @returns warnings about actions that match nothing
 */
export function applyOverlay(overlay: DocumentFile, root: UnknownRecord, origins: Map<JsonPointer, Origin>): Finding[] {
  const findings: Finding[] = []
  for (const [index, action] of actionsOf(overlay).entries()) {
    const at = pointerTo(ROOT, 'actions', index)
    const targets = select(root, own(action, 'target'), overlay, pointerTo(at, 'target'))
    if (targets.length === 0) findings.push(unmatched(overlay, action, at))
    else if (own(action, 'remove') === true) remove(root, targets, origins, overlay, at)
    else if (Object.hasOwn(action, 'copy')) copy(root, targets, origins, overlay, action, at)
    else if (Object.hasOwn(action, 'update')) {
      const origin = { file: overlay, from: pointerTo(at, 'update') }
      for (const target of targets) put(root, target, action.update, origin, origins)
    }
  }
  return findings
}

function actionsOf(overlay: DocumentFile): readonly UnknownRecord[] {
  const { value } = overlay
  if (!isRecord(value) || !Object.hasOwn(value, 'overlay'))
    throw invalid(overlay, ROOT, 'this is not an Overlay: `overlay: 1.0.0` is missing at its top')
  const version = own(value, 'overlay')
  if (!/^1\./.test(String(version))) {
    throw invalid(
      overlay,
      pointerTo(ROOT, 'overlay'),
      `expected version 1.0.0 of the Overlay Specification, found ${describeValue(version)}`,
    )
  }
  const actions = own(value, 'actions')
  if (!Array.isArray(actions)) throw invalid(overlay, pointerTo(ROOT, 'actions'), 'expected a list of `actions`')
  return actions.map((action: unknown, index) => {
    if (!isRecord(action))
      throw invalid(overlay, pointerTo(ROOT, 'actions', index), `expected an action, found ${describeValue(action)}`)
    return action
  })
}

/** The places that a JSONPath (RFC 9535) selects. */
function select(root: UnknownRecord, path: unknown, overlay: DocumentFile, at: JsonPointer): JsonPointer[] {
  if (typeof path !== 'string')
    throw invalid(overlay, at, `expected a JSONPath such as $.paths['/pets'].get, found ${describeValue(path)}`)
  const found = new Set<JsonPointer>()
  try {
    exec(root as JsonValue, path, (_, keys) => found.add(pointerTo(ROOT, ...keys)))
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)
    throw invalid(overlay, at, `'${path}' is not a JSONPath (RFC 9535): ${reason}`)
  }
  return [...found]
}

/** From the end of lists to their start, so that indexes stay right. */
function remove(
  root: UnknownRecord,
  targets: readonly JsonPointer[],
  origins: Map<JsonPointer, Origin>,
  overlay: DocumentFile,
  at: JsonPointer,
): void {
  for (const target of [...targets].reverse()) {
    const { holder, key } = holderOf(root, target)
    if (key === undefined) throw invalid(overlay, pointerTo(at, 'target'), 'the whole document cannot be removed')
    if (Array.isArray(holder)) {
      const index = Number(key)
      const list = target.slice(0, target.lastIndexOf('/')) as JsonPointer
      moveItemsDown(origins, list, index, holder.length - 1)
      holder.splice(index, 1)
    } else if (isRecord(holder)) {
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the tree is plain data
      delete (holder as Record<string, unknown>)[key]
      removeBelow(origins, target)
    }
  }
}

function copy(
  root: UnknownRecord,
  targets: readonly JsonPointer[],
  origins: Map<JsonPointer, Origin>,
  overlay: DocumentFile,
  action: UnknownRecord,
  at: JsonPointer,
): void {
  const sources = select(root, action.copy, overlay, pointerTo(at, 'copy'))
  const [source] = sources
  if (source === undefined || sources.length > 1) {
    throw invalid(overlay, pointerTo(at, 'copy'), `expected one place to copy from, found ${sources.length}`)
  }
  const origin = originOf(origins, source)
  const value = clone(valueAt(root, source))
  for (const target of targets) if (origin) put(root, target, value, origin, origins)
}

/** Objects are merged, lists made longer, everything else replaced. */
function put(
  root: UnknownRecord,
  target: JsonPointer,
  update: unknown,
  origin: Origin,
  origins: Map<JsonPointer, Origin>,
): void {
  const current = valueAt(root, target)
  if (isRecord(current) && isRecord(update)) {
    for (const key of Object.keys(update)) {
      const at = pointerTo(target, key)
      const inside = { file: origin.file, from: pointerTo(origin.from, key) }
      if (Object.hasOwn(current, key)) put(root, at, update[key], inside, origins)
      else {
        setOwn(current, key, clone(update[key]))
        origins.set(at, inside)
      }
    }
  } else if (Array.isArray(current)) {
    const items: readonly unknown[] = Array.isArray(update) ? update : [update]
    for (const [index, item] of items.entries()) {
      const from = Array.isArray(update) ? pointerTo(origin.from, index) : origin.from
      origins.set(pointerTo(target, current.length), { file: origin.file, from })
      current.push(clone(item))
    }
  } else {
    const { holder, key } = holderOf(root, target)
    if (key === undefined) return
    removeBelow(origins, target)
    setOwn(holder as Record<string, unknown>, key, clone(update))
    origins.set(target, origin)
  }
}

function holderOf(root: UnknownRecord, at: JsonPointer): { holder: unknown; key: string | undefined } {
  const keys = pointerKeys(at)
  const key = keys.pop()
  return { holder: valueAt(root, pointerTo(ROOT, ...keys)), key }
}

function unmatched(overlay: DocumentFile, action: UnknownRecord, at: JsonPointer): Finding {
  const place = describeLocation(overlay.locate(pointerKeys(pointerTo(at, 'target'))))
  return {
    rule: 'document/overlay-target',
    severity: 'warning',
    blame: 'document',
    message: `the overlay's target ${String(action.target)} matches nothing (${place})`,
    where: { side: 'document', in: 'document' },
    remedy: 'Overlays are applied before other files are loaded: a target cannot lie in one of those.',
  }
}

function invalid(overlay: DocumentFile, at: JsonPointer, reason: string): Error {
  const place = describeLocation(overlay.locate(pointerKeys(at)))
  return toolError('OVERLAY_INVALID', { place: at === ROOT ? place : `${place} (${at})`, reason })
}
