import { isRecord, type UnknownRecord } from '../src/base/json.js'
import { toolError } from '../src/base/tool-error.js'
import { createJournal } from '../src/check/journal.js'
import type { ApiDocument } from '../src/document/api-document.js'
import type { LoadOptions } from '../src/document/load-options.js'
import { loadDocument } from '../src/document/load-document.js'
import type { ApiModel } from '../src/model/api-model.js'
import { compileModel } from '../src/model/compile-model.js'
import { createNodeServer } from './adapters/node-server.js'
import { toExpressRouter } from './adapters/express.js'
import { createCallbacks } from './callbacks/create-callbacks.js'
import { checkOptions } from './check-options.js'
import { isBelow } from './control/admin-prefix.js'
import { createFront } from './control/front.js'
import type { Control } from './control/serve-control.js'
import type { Mock, MockOptions } from './mock.js'
import { serveModel, type ServeParts } from './serve-model.js'
import { settingsOf } from './settings.js'
import { createMemoryStore } from './state/memory-store.js'

/**
 * A mock of an OpenAPI document.
 * @param source a path, a URL, '-' for standard input, an OpenAPI document as JavaScript has it, or what is loaded already
 * @throws ToolError when the document cannot be read, and for an option that there is not
 * @example const mock = await createMock('petstore.yaml'); mock.server().listen(4010)
 */
export async function createMock(source: Source, options: MockOptions = {}): Promise<Mock> {
  checkOptions(options)
  const settings = settingsOf(options)
  const startedMs = settings.wallClock.now()
  const { prefix, basePath, clock, wallClock, seed, onBug } = settings
  const store = options.store ?? createMemoryStore({ clock: wallClock })
  const journal = createJournal()
  const callbacks =
    options.callbacks === false ? undefined : createCallbacks({ ...options.callbacks, journal, clock, seed, onBug })
  const parts: ServeParts = { settings, store, journal, callbacks }
  let current = serveModel(await modelOf(source, options.load), options.behaviours ?? {}, options, parts)

  let admin: Promise<Control> | undefined
  // Loaded on first use: most mocks never need it.
  const loadControl = () =>
    (admin ??= import('./control/serve-control.js').then(({ serveControl }) =>
      serveControl({
        mock,
        answer: async (request) => current.handle(request),
        prefix,
        basePathOf: ({ basePaths }) => servedBelow(basePath, basePaths),
        clock,
        seed,
        wallClock,
        startedMs,
        prepare: async (session) => current.seeding?.(session),
        onBug,
      }),
    ))
  const answer = createFront({
    prefix,
    handle: (request) => {
      settings.tick()
      return current.handle(request)
    },
    control: options.admin === false ? undefined : async () => (await loadControl()).handle,
    token: options.admin === false ? undefined : options.admin?.token,
  })
  const isBelowPrefix = (path: string) => isBelow(path, prefix)
  const mock: Mock = {
    handle: async (request) => answer(request),
    control: async (request) => (await loadControl()).handle(request),
    get model() {
      return current.model
    },
    get plan() {
      return current.plan
    },
    get behaviours() {
      return current.behaviours
    },
    store,
    journal,
    router: () =>
      toExpressRouter(
        answer,
        (method, path) => isBelowPrefix(path) || current.router.match(method, path).kind !== 'no-path',
        isBelowPrefix,
      ),
    server: () => createNodeServer(answer, isBelowPrefix),
    use(document, behaviours = current.behaviours, given = options) {
      current = serveModel('operations' in document ? document : compileModel(document), behaviours, given, parts)
    },
    close: async () => {
      callbacks?.close()
      await admin?.then((control) => {
        control.close()
      })
      if (!options.store) await store.close()
    },
  }
  return mock
}

function servedBelow(choice: string, basePaths: readonly string[]): string {
  if (choice === 'both' || choice === 'none') return ''
  return choice === 'server' ? (basePaths[0] ?? '') : choice
}

/** A parsed document: its relative references start from the working directory. */
type Parsed = { readonly openapi: string } | { readonly swagger: string }
type Source = string | ApiDocument | ApiModel | Parsed | (Parsed & UnknownRecord)

async function modelOf(source: Source, load: LoadOptions | undefined): Promise<ApiModel> {
  if (typeof source === 'string') return compileModel(await loadDocument(source, load))
  if (isLoaded(source)) return 'operations' in source ? source : compileModel(source)
  return compileModel(await loadDocument('document.json', { ...load, text: textOf(source) }))
}

/** Callers without types hand over anything. */
function isLoaded(source: unknown): source is ApiDocument | ApiModel {
  return isRecord(source) && ('operations' in source || typeof source.locate === 'function')
}

/** Indented, for findings tell lines. */
function textOf(source: unknown): string {
  try {
    return JSON.stringify(source ?? null, undefined, 2)
  } catch {
    const reason = 'it cannot be written as JSON; references must be left as they are, not be followed in circles'
    throw toolError('DOCUMENT_NOT_OPENAPI', { place: 'document', reason })
  }
}
