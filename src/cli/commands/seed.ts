import { createMock } from '../../../mock/create-mock.js'
import { isRecord } from '../../base/json.js'
import { describeSystemError } from '../../base/system-error.js'
import { describeValue } from '../../base/text.js'
import { toolError, type ToolError } from '../../base/tool-error.js'
import { writeTextFile } from '../../base/write-text-file.js'
import { loadDocument } from '../../document/load-document.js'
import { DEFAULT_DOCUMENT, loadOptions, type DocumentFlags } from '../document-flags.js'
import { loadConfig, type ConfigFlags } from '../load-config.js'

export interface SeedExportFlags extends DocumentFlags, ConfigFlags {
  readonly url?: string
  readonly state?: string
  readonly session?: string
  readonly adminPrefix: string
  readonly adminToken?: string
  readonly out?: string
}

/** Writes what a running mock, or a durable state, holds as a fixture that --seed-file loads again. */
export async function exportSeed(source = DEFAULT_DOCUMENT, flags: SeedExportFlags): Promise<void> {
  const query = flags.session === undefined ? '' : `session=${encodeURIComponent(flags.session)}`
  const answer =
    flags.state === undefined ? await askMock(query, flags) : await askState(source, query, flags.state, flags)
  const seeds = readAnswer(answer)
  const { out } = flags
  const text = await textOf(seeds, out)
  if (out === undefined) {
    process.stdout.write(text)
    return
  }
  await writeTextFile(out, text)
}

/** How long to wait for an answer: the state may be large, the machine slow. */
const PATIENCE_MS = 30_000

interface Answer {
  readonly from: string
  readonly status: number
  readonly text: string
}

async function askMock(
  query: string,
  { url = 'http://127.0.0.1:4010', adminPrefix, adminToken }: SeedExportFlags,
): Promise<Answer> {
  const from = `${url.replace(/\/+$/, '')}${adminPrefix}/seed${query === '' ? '' : `?${query}`}`
  try {
    const headers = new Headers(adminToken === undefined ? [] : [['authorization', `Bearer ${adminToken}`]])
    const response = await fetch(from, { headers, signal: AbortSignal.timeout(PATIENCE_MS) })
    return { from, status: response.status, text: await response.text() }
  } catch (error) {
    throw toolError('MOCK_UNREACHABLE', { url: from, reason: describeSystemError(error) })
  }
}

/** The state means something only together with the document that it is of. */
async function askState(source: string, query: string, state: string, flags: SeedExportFlags): Promise<Answer> {
  const { openStore } = await import('../../../mock/state/open-store.js')
  const config = await loadConfig(flags, source)
  const document = await loadDocument(source, loadOptions(flags))
  const store = await openStore(state)
  try {
    const mock = await createMock(document, { behaviours: config.behaviours, fixtures: config.fixtures, store })
    const path = '/__lockstep/seed'
    const { status, body } = await mock.control({ method: 'GET', path, query, headers: {}, body: new Uint8Array() })
    await mock.close()
    return { from: state, status, text: Buffer.from(body).toString() }
  } finally {
    await store.close()
  }
}

function readAnswer({ from, status, text }: Answer): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw unusable(from, `expected JSON, got ${describeValue(text)} (${status})`)
  }
  if (status === 200 && isRecord(value)) return value
  const { detail, title } = isRecord(value) ? value : {}
  throw unusable(from, typeof detail === 'string' ? detail : typeof title === 'string' ? title : `status ${status}`)
}

function unusable(place: string, reason: string): ToolError {
  const remedy = 'Name a running mock with --url, or a durable state with --state.'
  return toolError('CONFIG_INVALID', { place, reason, remedy })
}

async function textOf(seeds: unknown, out: string | undefined): Promise<string> {
  if (out === undefined || !/\.ya?ml$/i.test(out)) return `${JSON.stringify(seeds, null, 2)}\n`
  const { dump } = await import('js-yaml')
  return dump(seeds, { noRefs: true, lineWidth: 120 })
}
