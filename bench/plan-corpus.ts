/**
 * `npm run plan:corpus -- FOLDER`: what the plan makes of real documents. For each document of the folder the operations
 * by role, and how many of the collections that can be created and read tell their story over HTTP, unconfigured, with
 * every answer checked against the document.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { createMock } from '../mock/create-mock.js'
import type { Mock } from '../mock/mock.js'
import { storiedCollections, tellStory } from './crud-story.js'
import { createClient } from './http-client.js'

const [folder, ...others] = process.argv.slice(2)
if (folder === undefined || others.length > 0 || !existsSync(folder) || !statSync(folder).isDirectory()) {
  process.stderr.write(
    'usage: npm run plan:corpus -- FOLDER\n  FOLDER holds OpenAPI documents (*.json, *.yaml, *.yml), or a MANIFEST.json that names them as "entry".\n',
  )
  process.exit(2)
}

let told = 0
let green = 0
for (const file of documentsIn(folder)) {
  const name = path.relative(folder, file)
  try {
    const mock = await createMock(file)
    await report(name, mock)
    await mock.close()
  } catch (error) {
    // A document that cannot be served has no stories; the reason is a row like any other.
    console.log(`${name}\n  not served: ${error instanceof Error ? error.message : String(error)}`)
  }
}
console.log(`\n${green} of ${told} collections that can be created and read are green (${percent(green, told)})`)

async function report(name: string, mock: Mock): Promise<void> {
  const server = mock.server()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const client = createClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const collections = storiedCollections(mock.plan)
  const failures: string[] = []
  for (const collection of collections) {
    try {
      await tellStory(client, mock.plan, collection)
    } catch (error) {
      failures.push(`  ${collection.path}  ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  server.closeAllConnections()
  server.close()
  told += collections.length
  green += collections.length - failures.length
  console.log(`${name}  ${collections.length - failures.length} of ${collections.length} green; ${rolesOf(mock)}`)
  for (const failure of failures) console.log(failure)
}

function rolesOf({ plan }: Mock): string {
  const counts = new Map<string, number>()
  for (const operation of plan.operations) {
    const { kind } = plan.roleOf(operation)
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  return [...counts].map(([kind, count]) => `${kind} ${count}`).join(', ')
}

function documentsIn(root: string): string[] {
  const manifest = [path.join(root, 'MANIFEST.json')].find((file) => existsSync(file))
  if (manifest) {
    const rows = JSON.parse(readFileSync(manifest, 'utf8')) as readonly { readonly entry?: string }[]
    return rows.flatMap(({ entry }) => (entry === undefined ? [] : [path.join(root, entry)]))
  }
  const names = readdirSync(root).filter((name) => /\.(json|ya?ml)$/.test(name))
  return names.sort().map((name) => path.join(root, name))
}

function percent(part: number, whole: number): string {
  return whole === 0 ? 'none' : `${((100 * part) / whole).toFixed(1)} %`
}
