/**
 * A load generator in a process of its own: keep-alive sockets, one request in flight on each, answers read by their
 * Content-Length. `node load.js PORT COUNT CONNECTIONS METHOD PATH STATUS [BODY]` prints how many answers had the status.
 */
import net from 'node:net'

const [port, count, connections, method, path, status, body] = process.argv.slice(2)
const wanted = `HTTP/1.1 ${status} `
const head = `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept: application/json\r\n`
const request = Buffer.from(
  body === undefined
    ? `${head}\r\n`
    : `${head}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
)
let left = Number(count)
let fitting = 0
let other = ''

await Promise.all(Array.from({ length: Number(connections) }, () => drive()))
process.stdout.write(JSON.stringify({ requests: Number(count), fitting, other }) + '\n')

function drive(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(port), '127.0.0.1')
    let buffered = Buffer.alloc(0)
    socket.setNoDelay(true)
    socket.on('error', reject)
    socket.on('connect', next)
    socket.on('data', (chunk) => {
      buffered = buffered.length === 0 ? chunk : Buffer.concat([buffered, chunk])
      const end = buffered.indexOf('\r\n\r\n')
      if (end === -1) return
      const header = buffered.toString('latin1', 0, end)
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(header)?.[1] ?? 0)
      if (buffered.length < end + 4 + length) return
      if (header.startsWith(wanted)) fitting++
      else other = header.slice(0, 200)
      buffered = Buffer.alloc(0)
      next()
    })
    function next(): void {
      if (left-- > 0) socket.write(request)
      else socket.end(resolve)
    }
  })
}
