import { stat } from 'node:fs/promises'
import type { Persona } from '../../../mock/index.js'
import { ROOT } from '../../base/json-pointer.js'
import { nearestNames } from '../../base/text.js'
import { toolError } from '../../base/tool-error.js'
import { writeCredentials, writeForSchemes, type WrittenCredentials } from '../../http/write-credentials.js'
import type { ApiModel } from '../../model/api-model.js'
import { DEFAULT_DOCUMENT, type DocumentFlags } from '../document-flags.js'
import { loadConfig } from '../load-config.js'
import { describePersona } from '../describe-persona.js'
import { loadModel } from '../load-model.js'

export interface TokenFlags extends DocumentFlags {
  readonly config?: string
  readonly raw: boolean
}

/**
 * Prints what a persona sends to be known, as the document wants it: one line, so that `curl -H "$(lockstep token NAME)"`
 * works. Without a name, the personas.
 */
export async function token(first: string | undefined, second: string | undefined, flags: TokenFlags): Promise<void> {
  // One word that is a file asks for the personas of that document.
  const isDocument = first !== undefined && second === undefined && (await isFile(first))
  const name = isDocument ? undefined : first
  const source = (isDocument ? first : second) ?? DEFAULT_DOCUMENT
  const { behaviours } = await loadConfig(flags, source)
  const personas = behaviours.personas ?? []
  if (name === undefined) {
    process.stdout.write(personas.map((persona) => `${describePersona(persona)}\n`).join(''))
    return
  }
  const persona = find(name, personas)
  if (flags.raw) {
    process.stdout.write(`${persona.token}\n`)
    return
  }
  const [most = '', ...others] = credentialsIn(await loadModel(source, flags), persona)
  process.stdout.write(`${most}\n`)
  if (others.length > 0) process.stderr.write(`other operations want ${others.join(' or ')}\n`)
}

async function isFile(name: string): Promise<boolean> {
  return (await stat(name).catch(() => undefined))?.isFile() ?? false
}

function find(name: string, personas: readonly Persona[]): Persona {
  const found = personas.find((persona) => persona.name === name)
  if (found) return found
  const names = personas.map((persona) => persona.name)
  const near = nearestNames(name, names)
  const known = names.length === 0 ? 'the configuration has none' : `there are ${names.join(', ')}`
  throw toolError('USAGE', {
    reason: `there is no persona ${name}; ${near.length > 0 ? `did you mean ${near.join(' or ')}?` : known}`,
  })
}

/** What most operations want first. A document without security knows bearer tokens at least from the mock. */
function credentialsIn(model: ApiModel, { token }: Persona): readonly string[] {
  const uses = new Map<string, number>()
  for (const operation of model.operations) {
    const written = describe(writeCredentials(operation, token))
    if (written !== '') uses.set(written, (uses.get(written) ?? 0) + 1)
  }
  if (uses.size === 0) {
    const [scheme = BEARER] = model.securitySchemes.values()
    return [describe(writeForSchemes([scheme], token))]
  }
  return [...uses].sort((a, b) => b[1] - a[1]).map(([written]) => written)
}

const BEARER = { kind: 'http', id: 'bearer', scheme: 'bearer', at: ROOT } as const

/** As curl's -H takes it; an API key in the query has to be put there. */
function describe({ headers, query }: WrittenCredentials): string {
  const lines = Object.entries(headers).map(([name, value]) => `${title(name)}: ${value}`)
  return [...lines, ...(query === undefined ? [] : [`?${query}`])].join('\n')
}

function title(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase())
}
