/**
 * Switched on in a frontend, tells the mock which members of its answers are looked at, so that the recorded contract
 * demands these and no others. Runs in browsers and in Node; imports nothing.
 * @example globalThis.fetch = recordFetch(globalThis.fetch, 'http://localhost:4010')
 */

type Fetch = typeof globalThis.fetch

/** Bytes of a header that servers take at least. */
const MAX_HEADER = 6000
const FLUSH_MS = 250

/**
 * A fetch that looks over the frontend's shoulder. Calls to other origins pass untouched.
 * @param origin of the mock: 'http://localhost:4010'
 */
export function recordFetch(fetch: Fetch, origin: string): Fetch & { flush(): Promise<void> } {
  const used = new Map<string, Set<string>>()
  const prefix = Math.random().toString(36).slice(2, 8)
  let calls = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const recording = async (...[input, init]: Parameters<Fetch>): Promise<Response> => {
    const request = new Request(input, init)
    if (!request.url.startsWith(origin)) return fetch(input, init)
    const call = `${prefix}${++calls}`
    request.headers.set('lockstep-call', call)
    const said = takeUsed()
    if (said !== '') request.headers.set('lockstep-used', said)
    const response = await fetch(request)
    return watchJson(response, (path) => {
      note(call, path)
    })
  }

  function note(call: string, path: string): void {
    let paths = used.get(call)
    if (!paths) used.set(call, (paths = new Set()))
    paths.add(path)
    timer ??= setTimeout(() => void flush(), FLUSH_MS)
  }

  function takeUsed(): string {
    let text = ''
    for (const [call, paths] of used) {
      for (const path of paths) {
        const said = encodeURIComponent(path).replaceAll('%24', '$')
        const start = text === '' ? '' : ';'
        if (text.length + said.length > MAX_HEADER) return text
        text += text.includes(`${call}=`) ? `,${said}` : `${start}${call}=${said}`
        paths.delete(path)
      }
      used.delete(call)
    }
    return text
  }

  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    for (let said = takeUsed(); said !== ''; said = takeUsed()) {
      await fetch(origin, { method: 'OPTIONS', headers: { 'lockstep-used': said } }).catch(() => undefined)
    }
  }

  return Object.assign(recording, { flush })
}

function watchJson(response: Response, note: (path: string) => void): Response {
  const json = response.json.bind(response)
  return Object.defineProperty(response, 'json', { value: async () => watch(await json(), '$', note) })
}

/** The same value; members that are read are noted by their path expressions, items of lists as any item. */
export function watch(value: unknown, path: string, note: (path: string) => void): unknown {
  if (typeof value !== 'object' || value === null) return value
  return new Proxy(value, {
    get: (target, key, receiver) => {
      const member: unknown = Reflect.get(target, key, receiver)
      if (typeof key === 'symbol' || !Object.hasOwn(target, key) || (Array.isArray(target) && key === 'length'))
        return member
      const inside = Array.isArray(target) ? `${path}[*]` : memberPath(path, key)
      note(inside)
      return isFrozen(target, key) ? member : watch(member, inside, note)
    },
  })
}

function memberPath(path: string, name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? `${path}.${name}` : `${path}['${name}']`
}

/** A proxy must answer with the very value of a member that cannot change. */
function isFrozen(target: object, key: string): boolean {
  const property = Object.getOwnPropertyDescriptor(target, key)
  return property?.configurable === false && property.writable === false
}
