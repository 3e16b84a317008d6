import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { isRecord } from '../../base/json.js'
import { messageOf } from '../../base/message-of.js'
import { toolError } from '../../base/tool-error.js'
import type { PactSource } from './read-interactions.js'

/**
 * Reads pact files; of a folder all that end in .json, in the order of their names.
 * @throws ToolError PACT_UNREADABLE
 */
export async function loadPacts(places: readonly string[]): Promise<readonly PactSource[]> {
  const files = (await Promise.all(places.map(filesOf))).flat()
  return Promise.all(files.map(loadPact))
}

async function filesOf(place: string): Promise<readonly string[]> {
  const found = await stat(place).catch((error: unknown) => {
    throw invalid(place, error)
  })
  if (!found.isDirectory()) return [place]
  const files = (await readdir(place)).filter((name) => name.endsWith('.json')).sort()
  if (files.length === 0) throw toolError('PACT_UNREADABLE', { place, reason: 'there is no pact file in this folder' })
  return files.map((name) => path.join(place, name))
}

async function loadPact(file: string): Promise<PactSource> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw invalid(file, error)
  })
  return readPact(file, text)
}

/** @throws ToolError PACT_UNREADABLE */
export function readPact(place: string, text: string): PactSource {
  let pact: unknown
  try {
    pact = JSON.parse(text)
  } catch (error) {
    throw invalid(place, error)
  }
  if (!isRecord(pact) || !isRecord(pact['provider']) || !Array.isArray(pact['interactions'])) {
    throw toolError('PACT_UNREADABLE', { place, reason: 'this is no pact: it needs `provider` and `interactions`' })
  }
  return { place, pact, text }
}

function invalid(place: string, error: unknown): Error {
  return toolError('PACT_UNREADABLE', { place, reason: messageOf(error) })
}
