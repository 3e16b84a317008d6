import type http from 'node:http'
import type { Router } from 'express'
import type { Clock } from '../src/base/clock.js'
import type { Refused } from '../src/check/check-strictly.js'
import type { Journal } from '../src/check/journal.js'
import type { ApiDocument } from '../src/document/api-document.js'
import type { LoadOptions } from '../src/document/load-options.js'
import type { RouterOptions } from '../src/http/create-router.js'
import type { HttpHandler } from '../src/http/exchange.js'
import type { ApiModel } from '../src/model/api-model.js'
import type { ResourcePlan } from '../src/resources/resource-plan.js'
import type { Behaviours } from './behave/behaviour.js'
import type { PlaceOf, SeedSource } from './behave/seeds/seed-entries.js'
import type { Store } from './state/store.js'

export interface CallbackOptions {
  /** Names and addresses beside this machine's that callbacks may be sent to. */
  readonly allowHosts?: readonly string[]
  /** How long the answer to a callback is waited for; default 10 000. */
  readonly timeoutMs?: number
}

export interface MockOptions {
  /** Behaviours, personas and seeds of your own. */
  readonly behaviours?: Behaviours
  /** Files of seeds, read: see loadFixture. */
  readonly fixtures?: readonly SeedSource[]
  /** Where a key of the behaviours stands, for messages; default the key itself. */
  readonly placeOf?: PlaceOf
  /** Where to remember; memory by default. Closed with the mock only when the mock made it. */
  readonly store?: Store
  /**
   * Same seed, same requests: same bytes, since the clock then stands at 2030-01-01 and moves one second with each request.
   * Without one, 'lockstep' and the time of day.
   */
  readonly seed?: string | number
  readonly clock?: Clock
  /** Answer from examples and schemas alone, remember nothing, as Prism does. */
  readonly stateless?: boolean
  /** Generate new values on every call. */
  readonly dynamic?: boolean
  /** Generate although the document has examples. */
  readonly ignoreExamples?: boolean
  /** Turn an answer that breaks the document into a 500 that says why. */
  readonly errors?: boolean
  /** Cross-origin headers and preflight answers; default true. */
  readonly cors?: boolean
  /** Where operations are served: below the document's server prefixes and without them ('both', default), one of the two, or below a prefix of your own. */
  readonly basePath?: RouterOptions['basePath']
  readonly load?: LoadOptions
  /** Refuse what the standard lets pass: query parameters that are not declared, members of bodies that are readOnly. */
  readonly refuse?: readonly Refused[]
  /** Refuse requests that name no session. */
  readonly strictSessions?: boolean
  /** The admin API, and who may use it; `false` switches it off. This machine may always use it, others with the token. */
  readonly admin?: false | { readonly token?: string }
  /** Below which path the admin API and sessions in the URL are found; default '/__lockstep'. */
  readonly adminPrefix?: string
  /** Callbacks that operations declare are sent after the answer, to this machine only; `false` sends none. */
  readonly callbacks?: false | CallbackOptions
  /** Called with what our own code, or a behaviour of yours, threw while it answered; the client gets a 500. Default: to stderr. */
  readonly onBug?: (error: unknown) => void
}

export interface Mock {
  /** Answers one request; needs no socket. */
  readonly handle: HttpHandler
  /** The admin API for code in the same process: no token, whatever `admin` says. Paths with the prefix. */
  readonly control: HttpHandler
  readonly model: ApiModel
  readonly plan: ResourcePlan
  readonly behaviours: Behaviours
  readonly store: Store
  readonly journal: Journal
  /** A router to mount in your own Express app; what the document does not know goes on to `next()`. */
  router(): Router
  /** A server that is not listening yet. */
  server(): http.Server
  /**
   * Serves another document from now on; the state stays, and worlds that are begun from now on have the new seeds.
   * @throws ToolError CONFIG_INVALID when the behaviours do not fit; then nothing changes
   */
  use(document: ApiDocument | ApiModel, behaviours?: Behaviours, more?: Pick<MockOptions, 'fixtures' | 'placeOf'>): void
  close(): Promise<void>
}
