import { parsedJson } from '../base/json.js'

/** The text of a message's body, which is UTF-8 where it comes as bytes. */
export function bodyText({ body }: { readonly body: string | Uint8Array }): string {
  return typeof body === 'string' ? body : new TextDecoder().decode(body)
}

/** What a body holds as JSON; undefined where it is none. */
export function bodyJson(message: { readonly body: string | Uint8Array }): unknown {
  return parsedJson(bodyText(message))
}
