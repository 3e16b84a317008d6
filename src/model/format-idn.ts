/** What an internationalised label may hold (RFC 5892), beyond what the mapping to ASCII finds out by itself. */

/** RFC 3490 3.1: what reads as a dot between labels. */
const DOTS = /[.\u3002\uff0e\uff61]/u

/** RFC 5892 2.6: letters by their category, and disallowed all the same. */
const DISALLOWED = /[\u0640\u07fa\u302e\u302f\u3031-\u3035\u303b]/u

/** RFC 5892 A.3 to A.7: allowed in certain company only. */
const OUT_OF_PLACE = [
  /(?<!l)\u00b7|\u00b7(?!l)/u,
  /\u0375(?!\p{Script=Greek})/u,
  /(?<!\p{Script=Hebrew})[\u05f3\u05f4]/u,
  /^[^\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]*\u30fb[^\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]*$/u,
]

export function areFairLabels(host: string): boolean {
  return host.split(DOTS).every(isFairLabel)
}

function isFairLabel(label: string): boolean {
  // RFC 5891 4.2.3.1.
  if (/[^\0-\x7f]/.test(label) && (label.slice(2, 4) === '--' || /^-|-$/.test(label))) return false
  return !DISALLOWED.test(label) && !OUT_OF_PLACE.some((rule) => rule.test(label))
}
