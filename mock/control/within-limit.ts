/** Long enough for anything that a mock should do; short enough that a session comes free again. */
const LIMIT_MS = 30_000

/**
 * What a behaviour returned, or an error when it does not settle in time: it holds its session's turn, and other writers
 * wait for it. What it does later is refused by the state.
 */
export function withinLimit<T>(settling: T | Promise<T>, what: string, limitMs = LIMIT_MS): T | Promise<T> {
  if (!(settling instanceof Promise)) return settling
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`${what} did not settle within ${limitMs} ms; what it wrote is taken back`))
    }, limitMs)
    settling.then(resolve, reject).finally(() => {
      clearTimeout(timer)
    })
  })
}
