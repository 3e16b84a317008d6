/** Text for people: nearest names, short values, counts. */

/** The names closest to a misspelt one, best first; none when nothing is near. */
export function nearestNames(name: string, known: Iterable<string>, most = 3): string[] {
  // Half of a short name is another name: 'cors' is no slip of 'port'.
  const limit = name.length < 6 ? Math.min(1, name.length >> 1) : Math.floor(name.length / 3)
  return [...known]
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase(), limit) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, most)
    .map(({ candidate }) => candidate)
}

/** 'Did you mean a or b?'; undefined where nothing is near. */
export function didYouMean(near: readonly string[]): string | undefined {
  return near.length > 0 ? `Did you mean ${near.join(' or ')}?` : undefined
}

/** The same to end a sentence with; '' where nothing is near. */
export function didYouMeanAfter(mark: ':' | ';', near: readonly string[]): string {
  return near.length > 0 ? `${mark} did you mean ${near.join(' or ')}?` : ''
}

/** A value as a person would quote it, cut at a length. Never throws. */
export function describeValue(value: unknown, most = 60): string {
  if (value === undefined) return 'nothing'
  if (value instanceof Uint8Array) return `${value.length} bytes`
  // `String` rounds a large integer to the digits that tell it from its neighbours: 9223372036854775808 is 9223372036854776000.
  if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 1e21) {
    return Number.isSafeInteger(value) ? String(value) : String(BigInt(value))
  }
  // Cut first: what a client sends can be megabytes long.
  const text = safeJson(typeof value === 'string' ? value.slice(0, most) : value)
  return shortened(text, most)
}

/** What a client wrote, as much of it as an answer can bear. */
export function shortened(text: string, most = 200): string {
  return text.length <= most ? text : text.slice(0, most - 1) + '…'
}

/** With a capital to begin with. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

export function plural(count: number, noun: string, nouns = noun + 's'): string {
  return `${count} ${count === 1 ? noun : nouns}`
}

function safeJson(value: unknown): string {
  try {
    // Undefined for functions and symbols, whatever its type says.
    const text = JSON.stringify(value) as string | undefined
    return text ?? String(value)
  } catch {
    return String(value)
  }
}

/** Slips of the pen from one to the other: letters left out, added, changed or swapped. More than the limit counts as one more. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let beforeLast: readonly number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swap = isSwapped ? (beforeLast[j - 2] ?? 0) + 1 : Infinity
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(swap, substitution, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
    if (Math.min(...row, ...previous) > limit) return limit + 1
    beforeLast = previous
    previous = row
  }
  return previous[b.length] ?? limit + 1
}
