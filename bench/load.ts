/**
 * A load generator in a process of its own: keep-alive sockets, one request in flight on each, answers read by their
 * Content-Length. `node load.js PORT COUNT CONNECTIONS METHOD PATH STATUS [BODY]` prints how many answers had the status.
 * `{n}` in the path is the number of the request.
 */
import net from 'node:net'

const [port, count, connections, method, path = '/', status, body] = process.argv.slice(2)
const wanted = `HTTP/1.1 ${status} `
const request = path.includes('{n}') ? (n: number) => write(path.replaceAll('{n}', String(n))) : always(write(path))
let left = Number(count)
let fitting = 0
let other = ''

await Promise.all(Array.from({ length: Number(connections) }, () => drive()))
process.stdout.write(JSON.stringify({ requests: Number(count), fitting, other }) + '\n')

function always<T>(value: T): () => T {
  return () => value
}

function write(target: string): Buffer {
  const head = `${method} ${target} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept: application/json\r\n`
  if (body === undefined) return Buffer.from(`${head}\r\n`)
  const length = Buffer.byteLength(body)
  return Buffer.from(`${head}Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`)
}

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
      if (left-- > 0) socket.write(request(left))
      else socket.end(resolve)
    }
  })
}
