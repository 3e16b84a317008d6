import { EVENT_ID, getScalarValue, SCALAR_STYLE, type AliasEvent, type Event, type ScalarEvent } from 'js-yaml'
import { pointerTo, ROOT, type JsonPointer } from '../base/json-pointer.js'
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

type Fault = Exclude<InspectedYaml, { readonly kind: 'fine' }>

/**
 * Looks at a YAML stream before anything is built of it: measures what aliases multiply, finds equal keys, and makes
 * keys texts: `200`, `1.10` or `null` as keys are the words that stand there, not numbers printed again.
 */
export function inspectYaml(events: readonly Event[], source: string): InspectedYaml {
  const inspection = new Inspection(source)
  for (const event of events) {
    const fault = inspection.take(event)
    if (fault) return fault
  }
  return inspection.result()
}

class Inspection {
  readonly #source: string
  readonly #duplicates: DuplicateKey[] = []
  readonly #frames: Frame[] = []
  #anchors = new Map<string, Measure | 'open'>()
  #aliased = 0
  #documents = -1
  #first: number | undefined
  #secondAt: number | undefined

  constructor(source: string) {
    this.#source = source
  }

  take(event: Event): Fault | undefined {
    const frame = this.#frames.at(-1)
    if (frame?.kind === 'document' && !isEmpty(event, this.#source)) {
      this.#first ??= this.#documents
      if (this.#documents > this.#first) this.#secondAt ??= startOf(event)
    }
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        this.#anchors = new Map()
        this.#documents++
        this.#open('document', undefined, 0)
        return undefined
      case EVENT_ID.MAPPING:
        this.#open('map', anchorOf(event, this.#source), event.start)
        return undefined
      case EVENT_ID.SEQUENCE:
        this.#open('list', anchorOf(event, this.#source), event.start)
        return undefined
      case EVENT_ID.SCALAR:
        this.#takeScalar(event, frame)
        return undefined
      case EVENT_ID.ALIAS:
        return this.#takeAlias(event, frame)
      case EVENT_ID.POP:
        return this.#close()
    }
  }

  result(): InspectedYaml {
    return { kind: 'fine', duplicates: this.#duplicates, first: this.#first ?? 0, secondAt: this.#secondAt }
  }

  #open(kind: Frame['kind'], anchor: string | undefined, start: number): void {
    if (anchor !== undefined) this.#anchors.set(anchor, 'open')
    this.#frames.push({ kind, anchor, start, keys: new Map(), key: undefined, items: 0, size: 1, height: 1 })
  }

  #takeScalar(event: ScalarEvent, frame: Frame | undefined): void {
    const anchor = anchorOf(event, this.#source)
    if (anchor !== undefined) this.#anchors.set(anchor, { size: 1, height: 0 })
    if (frame?.kind !== 'map' || frame.key !== undefined) {
      this.#add({ size: 1, height: 0 })
      return
    }
    const duplicate = takeKey(frame, this.#frames, event, this.#source)
    if (duplicate) this.#duplicates.push(duplicate)
  }

  #takeAlias({ anchorStart, anchorEnd }: AliasEvent, frame: Frame | undefined): Fault | undefined {
    const anchor = this.#source.slice(anchorStart, anchorEnd)
    const target = this.#anchors.get(anchor)
    if (target === 'open') return { kind: 'circular', anchor, offset: anchorStart }
    const measure = target ?? { size: 1, height: 0 }
    this.#aliased += measure.size
    if (this.#aliased > MAX_ALIASED_NODES || this.#frames.length + measure.height > MAX_DEPTH) {
      return { kind: 'too-large', offset: anchorStart }
    }
    if (frame?.kind === 'map' && frame.key === undefined) frame.key = `*${anchor}`
    else this.#add(measure)
    return undefined
  }

  #close(): Fault | undefined {
    const done = this.#frames.pop()
    if (!done) return undefined
    if (done.anchor !== undefined) this.#anchors.set(done.anchor, { size: done.size, height: done.height })
    const outer = this.#frames.at(-1)
    if (outer?.kind === 'map' && outer.key === undefined) return { kind: 'key-of-parts', offset: done.start }
    this.#add(done)
    return undefined
  }

  #add({ size, height }: Measure): void {
    const frame = this.#frames.at(-1)
    if (!frame) return
    frame.size += size
    frame.height = Math.max(frame.height, height + 1)
    frame.items++
    frame.key = undefined
  }
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
