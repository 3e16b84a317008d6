/** RFC 3339 dates and times, by character codes: they are most of what a response holds. */

const ZERO = 48
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** full-date, a day that exists. */
export function isDate(text: string): boolean {
  return text.length === 10 && isDateAt(text)
}

/** date-time with an offset (RFC 3339 5.6); 't' and 'z' in either case, no space. */
export function isDateTime(text: string): boolean {
  if (text.length < 20 || (text.charCodeAt(10) | 32) !== 116) return false
  return isDateAt(text) && isTimeFrom(text, 11)
}

/** full-time: with an offset. */
export function isTime(text: string): boolean {
  return text.length >= 9 && isTimeFrom(text, 0)
}

function isDateAt(text: string): boolean {
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return false
  const century = twoDigits(text, 0)
  const yearOfCentury = twoDigits(text, 2)
  const month = twoDigits(text, 5)
  const day = twoDigits(text, 8)
  if (century < 0 || yearOfCentury < 0 || month < 1 || month > 12 || day < 1) return false
  if (month === 2 && day === 29) return isLeapYear(century * 100 + yearOfCentury)
  return day <= (DAYS[month - 1] ?? 0)
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

function isTimeFrom(text: string, start: number): boolean {
  if (text.charCodeAt(start + 2) !== 58 || text.charCodeAt(start + 5) !== 58) return false
  const hour = twoDigits(text, start)
  const minute = twoDigits(text, start + 3)
  const second = twoDigits(text, start + 6)
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return false
  let next = start + 8
  if (text.charCodeAt(next) === 46) {
    const first = ++next
    while (isDigit(text.charCodeAt(next))) next++
    if (next === first) return false
  }
  const offset = offsetMinutes(text, next)
  if (offset === undefined) return false
  // A leap second ends a UTC day (RFC 3339 5.7).
  return second < 60 || (hour * 60 + minute - offset + 2880) % 1440 === 1439
}

/** Minutes east of UTC; undefined unless the rest of the text is an offset. */
function offsetMinutes(text: string, start: number): number | undefined {
  const sign = text.charCodeAt(start)
  if ((sign | 32) === 122) return text.length === start + 1 ? 0 : undefined
  if ((sign !== 43 && sign !== 45) || text.length !== start + 6 || text.charCodeAt(start + 3) !== 58) return undefined
  const hours = twoDigits(text, start + 1)
  const minutes = twoDigits(text, start + 4)
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return undefined
  return (sign === 43 ? 1 : -1) * (hours * 60 + minutes)
}

function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO
  const ones = text.charCodeAt(at + 1) - ZERO
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= 57
}
