import { decodeOrKeep } from '../base/decode-or-keep.js'
import type { Finding } from '../base/finding.js'
import { isRecord, own, setOwn, type UnknownRecord } from '../base/json.js'
import { pointerKeys, pointerTo, ROOT, valueAt, type JsonPointer } from '../base/json-pointer.js'
import { describeValue } from '../base/text.js'
import { toolError } from '../base/tool-error.js'
import { clone } from './clone.js'
import type { DocumentFile } from './document-file.js'
import { describeLocation } from './line-index.js'
import { originOf, type Origin } from './locate.js'
import { moveItemsDown, removeBelow } from './move-origins.js'
import { selectByPath } from './select-by-path.js'

/** One change, and where its fields stand: those of a reusable action stand elsewhere (Overlay 1.2). */
interface Action {
  readonly fields: UnknownRecord
  readonly placeOf: (field: string) => JsonPointer
}

/**
 * Applies the actions of an overlay to a tree, in order. Changes the tree, and enters into `origins` what came from where.
 * @throws ToolError OVERLAY_INVALID
 * @returns warnings about actions that match nothing
 */
export function applyOverlay(overlay: DocumentFile, root: UnknownRecord, origins: Map<JsonPointer, Origin>): Finding[] {
  const findings: Finding[] = []
  for (const action of actionsOf(overlay)) {
    const { fields, placeOf } = action
    const targets = select(root, action, 'target', overlay)
    if (targets.length === 0) findings.push(unmatched(overlay, action))
    else if (own(fields, 'remove') === true) remove(root, targets, origins, overlay, placeOf('target'))
    else if (Object.hasOwn(fields, 'copy')) copy(root, targets, origins, overlay, action)
    else if (Object.hasOwn(fields, 'update')) {
      const origin = { file: overlay, from: placeOf('update') }
      for (const target of targets) put(root, target, fields.update, origin, origins)
    }
  }
  return findings
}

function actionsOf(overlay: DocumentFile): readonly Action[] {
  const { value } = overlay
  if (!isRecord(value) || !Object.hasOwn(value, 'overlay'))
    throw invalid(overlay, ROOT, 'this is not an Overlay: `overlay: 1.0.0` is missing at its top')
  const version = own(value, 'overlay')
  if (!/^1\./.test(String(version))) {
    throw invalid(
      overlay,
      pointerTo(ROOT, 'overlay'),
      `expected version 1.0, 1.1 or 1.2 of the Overlay Specification, found ${describeValue(version)}`,
    )
  }
  const actions = own(value, 'actions')
  if (!Array.isArray(actions)) throw invalid(overlay, pointerTo(ROOT, 'actions'), 'expected a list of `actions`')
  return actions.map((action: unknown, index) => {
    const at = pointerTo(ROOT, 'actions', index)
    if (!isRecord(action)) throw invalid(overlay, at, `expected an action, found ${describeValue(action)}`)
    const reused = Object.hasOwn(action, '$ref') ? reusedAt(overlay, action.$ref, pointerTo(at, '$ref')) : undefined
    const fields = reused ? { ...(valueAt(value, reused) as UnknownRecord), ...action } : action
    const placeOf = (field: string) => pointerTo(reused && !Object.hasOwn(action, field) ? reused : at, field)
    const removes = own(fields, 'remove')
    if (removes !== undefined && typeof removes !== 'boolean')
      throw invalid(overlay, placeOf('remove'), `expected true or false, found ${describeValue(removes)}`)
    return { fields, placeOf }
  })
}

/** Where the fields of a reusable action stand (Overlay 1.2 'Reusable Action Reference Object'). */
function reusedAt(overlay: DocumentFile, ref: unknown, at: JsonPointer): JsonPointer {
  const [, key] = /^#\/components\/actions\/([^/]+)$/.exec(String(ref)) ?? []
  const place = key === undefined ? undefined : (`/components/actions/${decodeOrKeep(key)}/fields` as JsonPointer)
  if (place === undefined || !isRecord(valueAt(overlay.value, place)))
    throw invalid(overlay, at, `expected the place of a reusable action with \`fields\`, found ${describeValue(ref)}`)
  return place
}

function select(
  root: UnknownRecord,
  { fields, placeOf }: Action,
  field: 'target' | 'copy',
  overlay: DocumentFile,
): JsonPointer[] {
  const path = own(fields, field)
  const at = placeOf(field)
  if (typeof path !== 'string')
    throw invalid(overlay, at, `expected a JSONPath such as $.paths['/pets'].get, found ${describeValue(path)}`)
  try {
    return selectByPath(root, path)
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)
    throw invalid(overlay, at, `'${path}' is not a JSONPath (RFC 9535): ${reason}`)
  }
}

/** From the end of lists to their start, and from below upwards, so that the places of what is still to go stay right. */
function remove(
  root: UnknownRecord,
  targets: readonly JsonPointer[],
  origins: Map<JsonPointer, Origin>,
  overlay: DocumentFile,
  at: JsonPointer,
): void {
  for (const target of [...targets].sort(lastFirst)) {
    const { holder, key } = holderOf(root, target)
    if (key === undefined) throw invalid(overlay, at, 'the whole document cannot be removed')
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

function lastFirst(a: JsonPointer, b: JsonPointer): number {
  const left = pointerKeys(a)
  const right = pointerKeys(b)
  const differing = left.findIndex((key, index) => key !== right[index])
  if (differing === -1 || right[differing] === undefined) return right.length - left.length
  const order = Number(right[differing]) - Number(left[differing])
  return Number.isNaN(order) ? 0 : order
}

function copy(
  root: UnknownRecord,
  targets: readonly JsonPointer[],
  origins: Map<JsonPointer, Origin>,
  overlay: DocumentFile,
  action: Action,
): void {
  const sources = select(root, action, 'copy', overlay)
  const [source] = sources
  if (source === undefined || sources.length > 1) {
    throw invalid(overlay, action.placeOf('copy'), `expected one place to copy from, found ${sources.length}`)
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
  // `components:` with nothing after it, in an overlay that mirrors the document: nobody means it to wipe out all below.
  if (update === null && isContainer(current)) return
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

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

function holderOf(root: UnknownRecord, at: JsonPointer): { holder: unknown; key: string | undefined } {
  const keys = pointerKeys(at)
  const key = keys.pop()
  return { holder: valueAt(root, pointerTo(ROOT, ...keys)), key }
}

function unmatched(overlay: DocumentFile, { fields, placeOf }: Action): Finding {
  const place = describeLocation(overlay.locate(pointerKeys(placeOf('target'))))
  return {
    rule: 'document/overlay-target',
    severity: 'warning',
    blame: 'document',
    message: `the overlay's target ${String(fields.target)} matches nothing (${place})`,
    where: { side: 'document', in: 'document' },
    remedy: 'Overlays are applied before other files are loaded: a target cannot lie in one of those.',
  }
}

function invalid(overlay: DocumentFile, at: JsonPointer, reason: string): Error {
  const place = describeLocation(overlay.locate(pointerKeys(at)))
  return toolError('OVERLAY_INVALID', { place: at === ROOT ? place : `${place} (${at})`, reason })
}
