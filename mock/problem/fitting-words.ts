/** Words that error codes are made of, by the status that they are meant for; what tells most comes first. */
const WORDS: readonly (readonly [status: RegExp, word: RegExp])[] = [
  [/^(400|422)$/, /badrequest|validation|invalid(request|argument|input|param)|malformed|unprocessable/],
  [/^(400|422)$/, /invalid|bad|argument/],
  [/^401$/, /unauth|notauthenticated/],
  [/^401$/, /authentication/],
  // RFC 6750 3.1
  [/^401$/, /token|credential|login/],
  [/^403$/, /forbidden|permission|accessdenied/],
  [/^403$/, /denied|notallowed/],
  [/^403$/, /scope|privilege|insufficient/],
  [/^(404|410)$/, /notfound|nosuch|notexist/],
  [/^(404|410)$/, /missing|unknown|gone/],
  [/^405$/, /method/],
  [/^406$/, /acceptable/],
  [/^409$/, /conflict|exists|duplicate/],
  [/^412$/, /precondition|etag|version/],
  [/^413$/, /toolarge|size|toobig/],
  [/^415$/, /unsupported|mediatype|contenttype/],
  [/^429$/, /rate|toomany|quota|throttl/],
  [/^503$/, /unavailable|overload/],
  [/^5/, /internal|server|unexpected|unknown/],
  // What is left of the client's mistakes.
  [/^4/, /invalid|bad|client|request/],
]

/** Of the codes that a schema lists, those that fit a status, best first. */
export function fittingWords(status: number, listed: readonly unknown[]): readonly unknown[] {
  if (listed.length === 0) return listed
  const fitting = WORDS.filter(([statuses]) => statuses.test(String(status)))
  return fitting.flatMap(([, word]) => listed.filter((item) => word.test(letters(item))))
}

function letters(item: unknown): string {
  return String(item)
    .toLowerCase()
    .replace(/[^a-z]/g, '')
}
