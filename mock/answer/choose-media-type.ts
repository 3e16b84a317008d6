/** In which of the declared media types an answer is said. */
import type { HttpRequest } from '../../src/http/exchange.js'
import { headerText } from '../../src/http/header-text.js'
import { matchContent } from '../../src/http/match-content.js'
import { negotiate } from '../../src/http/negotiate.js'
import type { MediaTypeSpec, ResponseSpec } from '../../src/model/api-model.js'
import { parseMediaType } from '../../src/model/media-type.js'

/** How to write an answer. */
export interface Chosen {
  readonly spec: MediaTypeSpec
  readonly contentType: string
}

/** The media type to speak; an Accept that nothing fits was refused before, so the first declared one is left for errors. */
export function chooseMediaType(request: HttpRequest, declared: ResponseSpec | undefined): Chosen | undefined {
  if (!declared || declared.content.length === 0) return undefined
  const chosen = negotiate(headerText(request.headers, 'accept'), declared.content)
  if (chosen.kind === 'chosen') return chosen
  const any = negotiate(undefined, declared.content)
  return any.kind === 'chosen' ? any : undefined
}

/** The media type that a behaviour names, where the document declares it and the client accepts it. */
export function chooseAsked(request: HttpRequest, declared: ResponseSpec | undefined, wanted = ''): Chosen | undefined {
  const type = wanted === '' ? undefined : parseMediaType(wanted)
  const spec = type && declared && matchContent(wanted, type, declared.content)
  if (
    !spec ||
    negotiate(headerText(request.headers, 'accept'), [{ ...spec, declared: wanted, range: type }]).kind !== 'chosen'
  )
    return undefined
  return { spec, contentType: wanted }
}

/** Bytes of a type that is declared, where the client wants another: they are not turned into that by its name. */
export function isUnwantedFile(
  request: HttpRequest,
  declared: ResponseSpec | undefined,
  { value, mediaType }: { readonly value?: unknown; readonly mediaType?: string },
): boolean {
  if (mediaType === undefined || !declared || !(value instanceof Uint8Array)) return false
  const isDeclared = matchContent(mediaType, parseMediaType(mediaType), declared.content) !== undefined
  return isDeclared && chooseAsked(request, declared, mediaType) === undefined
}

/** RFC 9110 12.5.5: whether Accept chose among several, as a cache must know. */
export function hasChoice({ content }: ResponseSpec): boolean {
  return content.length > 1 || content[0]?.declared.includes('*') === true
}
