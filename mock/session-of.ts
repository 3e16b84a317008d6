import { describeValue } from '../src/base/text.js'
import type { HttpRequest } from '../src/http/exchange.js'
import { headerText } from '../src/http/header-text.js'
import { isSessionId } from './state/store.js'

/** The world that a request asks for; '' is the base world that all others start from. */
export type SessionChoice =
  | { readonly kind: 'session'; readonly session: string }
  /** `message` says what is wrong with the id, `name` where it stood. */
  | { readonly kind: 'refused'; readonly in: 'header' | 'cookie'; readonly name: string; readonly message: string }

const COOKIE = /(?:^|;\s*)lockstep-session=([^;]*)/i
const BASE: SessionChoice = { kind: 'session', session: '' }

/**
 * Header, then cookie. Ids that are no ids are refused rather than mended: two tests that mean different worlds must
 * never share one.
 * @param strict refuses requests that name no session, so that no test touches the base world by mistake
 */
export function sessionOf({ headers }: Pick<HttpRequest, 'headers'>, strict = false): SessionChoice {
  const header = headerText(headers, 'lockstep-session')
  if (header !== undefined && header !== '') return chosen(header, 'header', 'Lockstep-Session')
  const cookie = headerText(headers, 'cookie')
  const inCookie = cookie === undefined ? undefined : COOKIE.exec(cookie)?.[1]?.trim()
  if (inCookie !== undefined && inCookie !== '') return chosen(inCookie, 'cookie', 'lockstep-session')
  if (!strict) return BASE
  return { kind: 'refused', in: 'header', name: 'Lockstep-Session', message: 'expected a session id, got none' }
}

function chosen(session: string, place: 'header' | 'cookie', name: string): SessionChoice {
  if (isSessionId(session)) return { kind: 'session', session }
  const message = `expected 1 to 64 of A-Z a-z 0-9 . _ - that do not begin with a dot, got ${describeValue(session)}`
  return { kind: 'refused', in: place, name, message }
}
