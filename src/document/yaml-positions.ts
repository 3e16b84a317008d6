import { EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, type Event, type ScalarEvent } from 'js-yaml'
import { MAX_DEPTH } from './limits.js'
import type { Positions } from './positions.js'

/** A value of the YAML text: where it starts, and what is in it. */
interface Place {
  readonly start: number
  readonly members: Map<string, Member>
}

interface Member {
  /** Of the key; of the value in a list. */
  readonly start: number
  readonly place: Place
}

/** Offsets in a YAML text that has parsed before. The text is read through at the first question. */
export function createYamlPositions(text: string): Positions {
  let root: Place | undefined
  return {
    find: (keys) => {
      root ??= readPlaces(parseEvents(text, { maxDepth: MAX_DEPTH }), text)
      let place = root
      let start = place.start
      for (const key of keys) {
        const member = place.members.get(key)
        if (!member) break
        ;({ start, place } = member)
      }
      return start
    },
  }
}

interface Frame {
  readonly place: Place
  readonly isMap: boolean
  key: { readonly name: string; readonly start: number } | undefined
  /** What `<<` brings in: their keys come last, own ones hide them. */
  readonly merged: Place[]
}

/** The first document of the stream that has anything in it. */
function readPlaces(events: readonly Event[], source: string): Place {
  const anchors = new Map<string, Place>()
  const frames: Frame[] = []
  const document: Frame = { place: { start: 0, members: new Map() }, isMap: false, key: undefined, merged: [] }
  frames.push(document)

  const add = (place: Place, start: number): void => {
    const frame = frames.at(-1) ?? document
    if (!frame.isMap) frame.place.members.set(String(frame.place.members.size), { start, place })
    else if (frame.key) {
      if (frame.key.name === '<<') frame.merged.push(place)
      else frame.place.members.set(frame.key.name, { start: frame.key.start, place })
      frame.key = undefined
    }
  }
  const remember = (event: Event, place: Place): void => {
    if ('anchorStart' in event && event.anchorStart !== -1) {
      anchors.set(source.slice(event.anchorStart, event.anchorEnd), place)
    }
  }

  for (const event of events) {
    const frame = frames.at(-1) ?? document
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        break
      case EVENT_ID.MAPPING:
      case EVENT_ID.SEQUENCE: {
        const place = { start: event.start, members: new Map<string, Member>() }
        remember(event, place)
        frames.push({ place, isMap: event.type === EVENT_ID.MAPPING, key: undefined, merged: [] })
        break
      }
      case EVENT_ID.SCALAR: {
        const start = startOf(event)
        if (frame.isMap && !frame.key) frame.key = { name: getScalarValue(source, event), start }
        else {
          const place = { start, members: new Map<string, Member>() }
          remember(event, place)
          add(place, start)
        }
        break
      }
      case EVENT_ID.ALIAS: {
        const target = anchors.get(source.slice(event.anchorStart, event.anchorEnd))
        if (frame.isMap && !frame.key) frame.key = { name: '', start: event.anchorStart }
        else add(target ?? { start: event.anchorStart, members: new Map() }, event.anchorStart)
        break
      }
      case EVENT_ID.POP: {
        if (frames.length === 1) {
          const found = lastOf(document.place)
          if (found.members.size > 0) return found
          break
        }
        frames.pop()
        for (const place of frame.merged) mergeMembers(frame.place, place)
        add(frame.place, frame.place.start)
        break
      }
    }
  }
  return lastOf(document.place)
}

function lastOf(place: Place): Place {
  return place.members.get(String(place.members.size - 1))?.place ?? place
}

function startOf({ valueStart, style }: ScalarEvent): number {
  const isQuoted = style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED
  return Math.max(0, isQuoted ? valueStart - 1 : valueStart)
}

function mergeMembers(target: Place, source: Place): void {
  for (const [key, member] of source.members) {
    // `<<: [*a, *b]` merges a list of mappings.
    if (/^\d+$/.test(key) && member.place.members.size > 0 && !target.members.has(key)) {
      mergeMembers(target, member.place)
    } else if (!target.members.has(key)) target.members.set(key, member)
  }
}
