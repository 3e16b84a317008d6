import { pointerTo } from '../base/json-pointer.js'
import type { ParameterIn, ParameterStyle } from './api-model.js'
import { booleanMember, reportWrongType, textMember, type Part, type Source } from './part.js'

interface Style {
  readonly style: ParameterStyle
  readonly explode: boolean
}

/** OpenAPI 3.2 Parameter Object 'Style Values': which style may stand where; the first is the default. */
const STYLES: Readonly<Record<ParameterIn, readonly ParameterStyle[]>> = {
  path: ['simple', 'label', 'matrix'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  header: ['simple'],
  cookie: ['form', 'cookie'],
  querystring: ['form'],
}

export function compileStyle(source: Source, part: Part, place: ParameterIn): Style {
  if (source.swagger) return collectionStyle(source, part, place)
  const style = readStyle(source, part, place)
  // OpenAPI 3.2 Parameter Object: 'explode' is true by default for form and cookie only.
  return { style, explode: booleanMember(source, part, 'explode') ?? (style === 'form' || style === 'cookie') }
}

function readStyle(source: Source, part: Part, place: ParameterIn): ParameterStyle {
  const allowed = STYLES[place]
  const usual = allowed[0] ?? 'form'
  const declared = textMember(source, part, 'style')
  if (declared === undefined) return usual
  const style = allowed.find((each) => each === declared)
  if (!style) reportWrongType(source, pointerTo(part.at, 'style'), 'style', `one of ${allowed.join(', ')}`, declared)
  return style ?? usual
}

/** Swagger 2.0 `collectionFormat`, in the words of OpenAPI 3. */
function collectionStyle(source: Source, part: Part, place: ParameterIn): Style {
  const format = textMember(source, part, 'collectionFormat') ?? 'csv'
  const usual = place === 'path' || place === 'header' ? 'simple' : 'form'
  switch (format) {
    case 'csv':
      return { style: usual, explode: false }
    case 'ssv':
      return { style: 'spaceDelimited', explode: false }
    case 'tsv':
      return { style: 'tabDelimited', explode: false }
    case 'pipes':
      return { style: 'pipeDelimited', explode: false }
    case 'multi':
      // Swagger 2.0 Parameter Object: only for query and formData; elsewhere a value cannot repeat.
      if (usual === 'form') return { style: 'form', explode: true }
      break
  }
  reportWrongType(
    source,
    pointerTo(part.at, 'collectionFormat'),
    'collectionFormat',
    'csv, ssv, tsv, pipes, or multi (query and formData only)',
    format,
  )
  return { style: usual, explode: false }
}
