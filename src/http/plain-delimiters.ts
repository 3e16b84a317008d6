import type { ParameterStyle } from '../model/api-model.js'

/** Between the items of a list where nothing is percent-encoded: in headers, and in parts of multipart bodies. */
export const PLAIN_DELIMITERS: Partial<Record<ParameterStyle, string>> = {
  spaceDelimited: ' ',
  pipeDelimited: '|',
  tabDelimited: '\t',
}
