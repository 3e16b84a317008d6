/**
 * A value at once, or later. Where most answers are there already, waiting for them with `await` would cost more than making
 * them: who returns Soon waits only where it must, and who takes it says with `soon` what comes next, or awaits it.
 */
export type Soon<T> = T | Promise<T>

/** What comes next: in the same turn where the value is there. Throws, or rejects, as `next` or the value does. */
export function soon<T, Next>(value: Soon<T>, next: (value: T) => Soon<Next>): Soon<Next> {
  return value instanceof Promise ? value.then(next) : next(value)
}

/** What is tried, or what is made of the error with which it fails, at once or later. */
export function soonOr<T>(attempt: () => Soon<T>, failed: (error: unknown) => Soon<T>): Soon<T> {
  try {
    const value = attempt()
    return value instanceof Promise ? value.catch(failed) : value
  } catch (error) {
    return failed(error)
  }
}
