import { EVENT_ID, getScalarValue, SCALAR_STYLE } from 'js-yaml'
import type { Event, ScalarEvent } from 'js-yaml'
import { pointerTo, ROOT } from '../base/json-pointer.js'
import type { JsonPointer } from '../base/json-pointer.js'
import type { DuplicateKey } from './duplicate-keys.js'
import { MAX_ALIASED_NODES, MAX_DEPTH } from './limits.js'

export type InspectedYaml =
  | {
      readonly kind: 'fine'
      readonly duplicates: readonly DuplicateKey[]
      /** Which document of the stream is the first that is not empty. */
      readonly first: number
      /** Where the next one begins. */
      readonly secondAt: number | undefined
    }
  | { readonly kind: 'circular'; readonly anchor: string; readonly offset: number }
  | { readonly kind: 'too-large'; readonly offset: number }
  | { readonly kind: 'key-of-parts'; readonly offset: number }

/** What an anchor stands for: all values in it, aliases spelt out, and how deep they nest. */
interface Measure {
  size: number
  height: number
}

interface Frame extends Measure {
  readonly kind: 'document' | 'list' | 'map'
  readonly anchor: string | undefined
  readonly start: number
  /** Offsets of the keys so far. */
  readonly keys: Map<string, number>
  key: string | undefined
  items: number
}

/**
 * Looks at a YAML stream before anything is built of it: measures what aliases multiply, finds equal keys, and makes
 * keys texts: `200`, `1.10` or `null` as keys are the words that stand there, not numbers printed again.
 */
export function inspectYaml(events: readonly Event[], source: string): InspectedYaml {
  const duplicates: DuplicateKey[] = []
  const frames: Frame[] = []
  let anchors = new Map<string, Measure | 'open'>()
  let aliased = 0
  let documents = -1
  let first: number | undefined
  let secondAt: number | undefined

  const add = (measure: Measure): void => {
    const frame = frames.at(-1)
    if (!frame) return
    frame.size += measure.size
    frame.height = Math.max(frame.height, measure.height + 1)
    frame.items++
    frame.key = undefined
  }
  const open = (kind: Frame['kind'], anchor: string | undefined, start: number): void => {
    if (anchor !== undefined) anchors.set(anchor, 'open')
    frames.push({ kind, anchor, start, keys: new Map(), key: undefined, items: 0, size: 1, height: 1 })
  }

  for (const event of events) {
    const frame = frames.at(-1)
    if (frame?.kind === 'document' && !isEmpty(event, source)) {
      first ??= documents
      if (documents > first) secondAt ??= startOf(event)
    }
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        anchors = new Map()
        documents++
        open('document', undefined, 0)
        break
      case EVENT_ID.MAPPING:
        open('map', anchorOf(event, source), event.start)
        break
      case EVENT_ID.SEQUENCE:
        open('list', anchorOf(event, source), event.start)
        break
      case EVENT_ID.SCALAR: {
        const anchor = anchorOf(event, source)
        if (anchor !== undefined) anchors.set(anchor, { size: 1, height: 0 })
        if (frame?.kind === 'map' && frame.key === undefined) {
          const duplicate = takeKey(frame, frames, event, source)
          if (duplicate) duplicates.push(duplicate)
        } else add({ size: 1, height: 0 })
        break
      }
      case EVENT_ID.ALIAS: {
        const anchor = source.slice(event.anchorStart, event.anchorEnd)
        const target = anchors.get(anchor)
        if (target === 'open') return { kind: 'circular', anchor, offset: event.anchorStart }
        const measure = target ?? { size: 1, height: 0 }
        aliased += measure.size
        if (aliased > MAX_ALIASED_NODES || frames.length + measure.height > MAX_DEPTH) {
          return { kind: 'too-large', offset: event.anchorStart }
        }
        if (frame?.kind === 'map' && frame.key === undefined) frame.key = `*${anchor}`
        else add(measure)
        break
      }
      case EVENT_ID.POP: {
        const done = frames.pop()
        if (!done) break
        if (done.anchor !== undefined) anchors.set(done.anchor, { size: done.size, height: done.height })
        const outer = frames.at(-1)
        if (outer?.kind === 'map' && outer.key === undefined) return { kind: 'key-of-parts', offset: done.start }
        add(done)
        break
      }
    }
  }
  return { kind: 'fine', duplicates, first: first ?? 0, secondAt }
}

/** What ends a document is nothing in it, and neither is what is read as null: a comment between two markers. */
function isEmpty(event: Event, source: string): boolean {
  if (event.type === EVENT_ID.POP) return true
  if (event.type !== EVENT_ID.SCALAR) return false
  return event.style === SCALAR_STYLE.PLAIN && /^(~|null)?$/i.test(getScalarValue(source, event).trim())
}

/** Of content that is really there. */
function startOf(event: Event): number | undefined {
  const start = 'start' in event ? event.start : 'valueStart' in event ? event.valueStart : -1
  return start === -1 ? undefined : start
}

function takeKey(frame: Frame, frames: readonly Frame[], event: ScalarEvent, source: string): DuplicateKey | undefined {
  const key = getScalarValue(source, event)
  frame.key = key
  // '<<' must stay plain: that is what makes it a merge key.
  if (key === '<<') return undefined
  if (event.style === SCALAR_STYLE.PLAIN && event.fast && event.tagStart === -1)
    event.style = SCALAR_STYLE.SINGLE_QUOTED
  const first = frame.keys.get(key)
  frame.keys.set(key, event.valueStart)
  return first === undefined ? undefined : { at: pathOf(frames), key, first, last: event.valueStart }
}

function pathOf(frames: readonly Frame[]): JsonPointer {
  let at = ROOT
  for (const frame of frames.slice(0, -1)) {
    if (frame.kind === 'map') at = pointerTo(at, frame.key ?? '')
    else if (frame.kind === 'list') at = pointerTo(at, frame.items)
  }
  return pointerTo(at, frames.at(-1)?.key ?? '')
}

function anchorOf(event: { anchorStart: number; anchorEnd: number }, source: string): string | undefined {
  return event.anchorStart === -1 ? undefined : source.slice(event.anchorStart, event.anchorEnd)
}
