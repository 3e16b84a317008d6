/** The floor of a start: a process that reads and parses the file, and answers. */
import { readFileSync } from 'node:fs'
import http from 'node:http'
import { load } from 'js-yaml'

const text = readFileSync(process.argv[3] ?? '', 'utf8')
const document = (text.startsWith('{') ? JSON.parse(text) : load(text)) as object
const server = http.createServer((_request, response) => {
  response.end(JSON.stringify(Object.keys(document)))
})
server.listen(Number(process.argv[2]), '127.0.0.1')
