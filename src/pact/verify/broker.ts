import { isRecord, parsedJson } from '../../base/json.js'
import { bodyText } from '../../http/body-text.js'
import type { HttpRequest, HttpResponse } from '../../http/exchange.js'
import type { NativeOptions } from './native-options.js'
import { sendRequest } from './send-request.js'

/** Where contracts are fetched from, and where results are told; the verifier's own options under our names. */
export interface BrokerOptions {
  readonly url: URL
  readonly token?: string
  readonly username?: string
  readonly password?: string
  /** What the broker calls the provider. */
  readonly provider: string
  /** Which versions of which consumers; the broker's own JSON. */
  readonly selectors: readonly unknown[]
  readonly enablePending?: boolean
  readonly includeWipPactsSince?: string
  /** Of the provider. */
  readonly branch?: string
  /** Tells the broker the results, for this version of the provider. */
  readonly publish?: { readonly version: string; readonly buildUrl?: string }
}

export function brokerOptions(broker: BrokerOptions, url: string): Partial<NativeOptions> {
  const { token, username, password, provider, selectors, enablePending, includeWipPactsSince, branch, publish } =
    broker
  return {
    provider,
    pactBrokerUrl: url,
    consumerVersionSelectors: selectors,
    failIfNoPactsFound: true,
    ...(token !== undefined && { pactBrokerToken: token }),
    ...(username !== undefined && { pactBrokerUsername: username, pactBrokerPassword: password ?? '' }),
    ...(enablePending !== undefined && { enablePending }),
    ...(includeWipPactsSince !== undefined && { includeWipPactsSince }),
    ...(branch !== undefined && { providerVersionBranch: branch }),
    ...(publish && {
      publishVerificationResult: true,
      providerVersion: publish.version,
      ...(publish.buildUrl !== undefined && { buildUrl: publish.buildUrl }),
    }),
  }
}

/** What is known of a run while the verifier talks to the broker. */
export interface BrokerWatch {
  readonly onPublished: (outcome: 'taken' | 'withheld') => void
  /** No answer so far breaks the document: that is what the verifier does not see. */
  readonly mayPass: () => boolean
}

/**
 * A door to the broker for the verifier: what goes through is unchanged but for links, which lead through the door again, and
 * for pacts, whose states are marked on their way in.
 */
export function createBrokerDoor(
  broker: URL,
  door: string,
  markPact: (pact: Readonly<Record<string, unknown>>, text: string) => unknown,
  { onPublished, mayPass }: BrokerWatch,
  timeoutMs: number,
): (request: HttpRequest) => Promise<HttpResponse> {
  const outside = broker.href.replace(/\/$/, '')

  function inwards(response: HttpResponse): HttpResponse {
    const text = bodyText(response)
    const linked = text.replaceAll(outside, door)
    const value = parsedJson(linked)
    const isPact = isRecord(value) && Array.isArray(value['interactions']) && isRecord(value['provider'])
    return { ...response, body: isPact ? JSON.stringify(markPact(value, text)) : linked }
  }

  return async (request) => {
    // Descriptions go back as the consumer wrote them.
    const body = bodyText(request).replaceAll(door, outside).replaceAll(/#\d+ /g, '')
    const isResult = body.includes('"providerApplicationVersion"')
    // Others deploy by what the broker holds: no success of a run that fails.
    if (isResult && isSuccess(parsedJson(body)) && !mayPass()) {
      onPublished('withheld')
      return { status: 200, headers: { 'content-type': 'application/hal+json' }, body: '{}' }
    }
    const headers = { ...request.headers, 'accept-encoding': 'identity' }
    const response = await sendRequest(broker, { ...request, headers, body: Buffer.from(body) }, { timeoutMs })
    // The verifier goes on in silence when the broker refuses its results.
    if (isResult && response.status < 300) onPublished('taken')
    return inwards(response)
  }
}

function isSuccess(result: unknown): boolean {
  return isRecord(result) && result['success'] === true
}
