/** The floor: node:http alone, a Map, no checks at all. */
import http from 'node:http'
import { petOf } from './pets.js'

const pets = new Map<string, unknown>()
for (let id = 1; id <= 20; id++) pets.set(String(id), petOf(id))
let last = 20

const server = http.createServer((request, response) => {
  const url = request.url ?? '/'
  if (request.method === 'POST') {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const id = ++last
      const pet = { id, ...(JSON.parse(Buffer.concat(chunks).toString('utf8')) as object) }
      pets.set(String(id), pet)
      send(201, pet)
    })
    return
  }
  if (url.startsWith('/pets/')) {
    const pet = pets.get(url.slice(6))
    send(pet ? 200 : 404, pet ?? { message: 'not found' })
  } else send(200, [...pets.values()].slice(0, 20))

  function send(status: number, value: unknown): void {
    const body = JSON.stringify(value)
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
    response.end(body)
  }
})
server.listen(Number(process.argv[2]), '127.0.0.1', () => {
  process.stdout.write('ready\n')
})
