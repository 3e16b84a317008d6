/** Names and addresses: e-mail, host names, IP addresses, URIs. Every expression here is linear. */
import { domainToASCII, domainToUnicode } from 'node:url'
import { areFairLabels } from './format-idn.js'

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i
const ATEXT = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i
const QUOTED = /^"(?:[^"\\\r\n]|\\[\t -~])*"$/
const OCTET = /^(?:0|[1-9]\d?|1\d\d|2[0-4]\d|25[0-5])$/
const HEXTET = /^[0-9a-f]{1,4}$/i

/** RFC 1123 2.1; labels that begin as A-labels must be ones (RFC 5890 2.3.2.1). */
export function isHostname(text: string): boolean {
  if (text.length === 0 || text.length > 253) return false
  return text.split('.').every((label) => LABEL.test(label) && isFairLabel(label))
}

// RFC 5891 4.2.3.1: '--' in the third and fourth place is kept for A-labels.
function isFairLabel(label: string): boolean {
  if (label.slice(2, 4) !== '--') return true
  return label.toLowerCase().startsWith('xn--') && domainToASCII(label) !== ''
}

export function isIdnHostname(text: string): boolean {
  if (text === '' || /[\s/?#@:[\]\\]/u.test(text)) return isHostname(text)
  const ascii = domainToASCII(text)
  return areFairLabels(text) && areFairLabels(domainToUnicode(ascii)) && isHostname(ascii)
}

/** RFC 5321 4.1.2 Mailbox. */
export function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@')
  if (at < 1 || at > 64) return false
  const local = text.slice(0, at)
  return (ATEXT.test(local) || QUOTED.test(local)) && isMailHost(text.slice(at + 1), isHostname)
}

/** RFC 6531 3.3: the same with letters of all scripts. */
export function isIdnEmail(text: string): boolean {
  const at = text.lastIndexOf('@')
  if (at < 1) return false
  const local = text.slice(0, at).replace(/[^\0-\x7f]/gu, 'a')
  return (ATEXT.test(local) || QUOTED.test(local)) && isMailHost(text.slice(at + 1), isIdnHostname)
}

function isMailHost(host: string, isName: (text: string) => boolean): boolean {
  if (!host.startsWith('[') || !host.endsWith(']')) return isName(host)
  const literal = host.slice(1, -1)
  return /^ipv6:/i.test(literal) ? isIpv6(literal.slice(5)) : isIpv4(literal)
}

export function isIpv4(text: string): boolean {
  const octets = text.split('.', 5)
  return octets.length === 4 && octets.every((octet) => OCTET.test(octet))
}

/** RFC 4291 2.2, without a zone. */
export function isIpv6(text: string): boolean {
  if (text.length > 45) return false
  const halves = text.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  const last = groups.at(-1)
  const hasIpv4 = last?.includes('.') === true
  if (hasIpv4 && (!isIpv4(last) || text.endsWith('::'))) return false
  const hextets = hasIpv4 ? groups.slice(0, -1) : groups
  const count = hextets.length + (hasIpv4 ? 2 : 0)
  return hextets.every((hextet) => HEXTET.test(hextet)) && (halves.length === 2 ? count < 8 : count === 8)
}

const URI_TEXT = /^(?:[a-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9a-f]{2})*$/i
const IRI_TEXT = /^(?:[a-z0-9\-._~:/?#[\]@!$&'()*+,;=]|[^\0-\x9f\ud800-\udfff\ufffe\uffff]|%[0-9a-f]{2})*$/iu
const SCHEME = /^[a-z][a-z0-9+.-]*:/i

/** RFC 3986: with a scheme. */
export const isUri = (text: string): boolean => URI_TEXT.test(text) && SCHEME.test(text) && hasFairParts(text)
export const isUriReference = (text: string): boolean => URI_TEXT.test(text) && hasFairParts(text)
/** RFC 3987. */
export const isIri = (text: string): boolean => IRI_TEXT.test(text) && SCHEME.test(text) && hasFairParts(text)
export const isIriReference = (text: string): boolean => IRI_TEXT.test(text) && hasFairParts(text)

function hasFairParts(text: string): boolean {
  const scheme = SCHEME.exec(text)?.[0] ?? ''
  const hash = text.indexOf('#')
  if (hash !== -1 && (text.includes('#', hash + 1) || /[[\]]/.test(text.slice(hash)))) return false
  const rest = text.slice(scheme.length, hash === -1 ? undefined : hash)
  const [path, query] = splitOnce(rest, '?')
  if (/[[\]]/.test(query)) return false
  if (path.startsWith('//')) {
    const slash = path.indexOf('/', 2)
    const authority = path.slice(2, slash === -1 ? undefined : slash)
    return isAuthority(authority) && !/[[\]]/.test(slash === -1 ? '' : path.slice(slash))
  }
  if (/[[\]]/.test(path)) return false
  // RFC 3986 4.2: a colon in the first segment of a relative reference would read as a scheme.
  return scheme !== '' || !(path.split('/', 1)[0] ?? '').includes(':')
}

function isAuthority(authority: string): boolean {
  const at = authority.lastIndexOf('@')
  if (/[[\]@]/.test(authority.slice(0, Math.max(at, 0)))) return false
  const place = authority.slice(at + 1)
  const literal = /^\[([^\]]*)\](?::\d*)?$/.exec(place)
  if (literal) return isIpv6(literal[1] ?? '') || /^v[0-9a-f]+\.[a-z0-9\-._~!$&'()*+,;=:]+$/i.test(literal[1] ?? '')
  return /^[^[\]:]*(?::\d*)?$/.test(place)
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

/** RFC 6570 2: literals and expressions. */
export function isUriTemplate(text: string): boolean {
  const outside = text.replace(/\{([^{}]*)\}/g, (_, expression: string) => (EXPRESSION.test(expression) ? '' : '{'))
  return !/[\0- "'<>\\^`{|}\x7f]/.test(outside) && !/%(?![0-9a-f]{2})/i.test(outside)
}

const VARIABLE = '(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})+(?:\\.(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})+)*(?::[1-9]\\d{0,3}|\\*)?'
const EXPRESSION = new RegExp(`^[+#./;?&=,!@|]?${VARIABLE}(?:,${VARIABLE})*$`)
