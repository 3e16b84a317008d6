import type { Finding, Where } from '../../base/finding.js'
import { pointerTo, ROOT, type JsonPointer } from '../../base/json-pointer.js'
import { describeValue } from '../../base/text.js'
import { selectResponse } from '../../http/select-response.js'
import type { Operation, ResponseSpec } from '../../model/api-model.js'
import type { Schema } from '../../model/schema.js'
import { itemsOf, viewObject } from '../../resources/object-view.js'
import type { PlayedInteraction } from './interaction.js'
import type { NativeMismatch } from './native-options.js'

/**
 * What the verifier found, in the words and places of the document. Of an answer with another status, that is all there
 * is to say: its body and headers are those of something else.
 */
export function mismatchFindings(
  mismatches: readonly NativeMismatch[],
  interaction: PlayedInteraction,
): readonly Finding[] {
  const status = mismatches.filter(({ type }) => type === 'StatusMismatch')
  return (status.length > 0 ? status : mismatches.flatMap(eachMissing)).map((each) =>
    mismatchFinding(each, interaction),
  )
}

/** One for each member that is missing, at its own place. */
function eachMissing(mismatch: NativeMismatch): readonly NativeMismatch[] {
  const names = /^Actual map is missing the following keys: (.*)$/.exec(mismatch.mismatch ?? '')?.[1]
  if (names === undefined) return [mismatch]
  return names.split(', ').map((name) => ({
    type: mismatch.type,
    path: `${mismatch.path ?? '$'}['${name}']`,
    mismatch: `expected a member '${name}', got none`,
  }))
}

function mismatchFinding(mismatch: NativeMismatch, { match, status }: PlayedInteraction): Finding {
  const response = match && selectResponse(match.operation.responses, status)
  const common = { severity: 'error', blame: 'server' } as const
  const { expected, actual } = mismatch
  switch (mismatch.type) {
    case 'StatusMismatch':
      return {
        ...common,
        rule: 'pact/status',
        message: `expected status ${shown(expected)}, got ${shown(actual)}`,
        where: { side: 'response', in: 'status' },
        ...placed(response?.at ?? match?.operation.at),
      }
    case 'HeaderMismatch': {
      const name = mismatch.key ?? ''
      const header = response?.headers.find((each) => each.name.toLowerCase() === name.toLowerCase())
      return {
        ...common,
        rule: 'pact/header',
        message: detail(mismatch),
        where: { side: 'response', in: 'header', name },
        ...placed(header?.at ?? response?.at ?? match?.operation.at),
      }
    }
    case 'BodyTypeMismatch':
      return {
        ...common,
        rule: 'pact/header',
        message: `expected a body in ${shown(expected)}, got ${shown(actual)}`,
        where: { side: 'response', in: 'header', name: 'Content-Type' },
        ...placed(response?.at ?? match?.operation.at),
      }
    default: {
      const pointer = toPointer(mismatch.path ?? '$')
      const where: Where = { side: 'response', in: 'body', ...(pointer === ROOT ? {} : { pointer }) }
      return {
        ...common,
        rule: 'pact/body',
        message: detail(mismatch),
        where,
        ...placed(specOf(match?.operation, response, mismatch.path ?? '$')),
      }
    }
  }
}

function placed(spec: JsonPointer | undefined): { readonly spec?: JsonPointer } {
  return spec === undefined ? {} : { spec }
}

/** 'expected …, got …' first, then the verifier's own words where they say more. */
function detail({ mismatch = '', expected, actual }: NativeMismatch): string {
  if (expected === undefined && actual === undefined) return mismatch
  const sides = `expected ${shown(expected)}, got ${actual === undefined || actual === '' ? 'nothing' : shown(actual)}`
  return mismatch === '' ? sides : `${sides} (${mismatch})`
}

/** The verifier writes values as text, as JSON, or as lists of bytes. */
function shown(value: unknown): string {
  if (Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'number')) {
    return describeValue(Buffer.from(value).toString())
  }
  return typeof value === 'string' ? value.slice(0, 200) : describeValue(value)
}

/** '$.details[0]["@type"]' → ['details', '0', '@type'] */
function keysOf(path: string): readonly string[] {
  const keys: string[] = []
  for (const [, dotted, index, quoted] of path.matchAll(/\.([^.[\]]+)|\[(\d+|\*)\]|\[['"]([^'"]*)['"]\]/g)) {
    const key = dotted ?? index ?? quoted
    if (key !== undefined) keys.push(key)
  }
  return keys
}

function toPointer(path: string): JsonPointer {
  return pointerTo(ROOT, ...keysOf(path))
}

/** The schema of that part of the body; of the nearest part around it that has one. */
function specOf(
  operation: Operation | undefined,
  response: ResponseSpec | undefined,
  path: string,
): JsonPointer | undefined {
  if (!response) return operation?.at
  let schema: Schema | undefined = response.content[0]?.schema
  let at = schema?.at ?? response.at
  for (const key of keysOf(path)) {
    schema = schema && (viewObject(schema)?.properties.get(key)?.schema ?? itemsOf(schema))
    if (!schema) break
    at = schema.at
  }
  return at
}
