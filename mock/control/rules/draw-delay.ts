import type { Random } from '../../../src/base/random.js'
import { unreachable } from '../../../src/base/unreachable.js'
import { MAX_DELAY_MS, type Delay } from './rule.js'

/** Whole milliseconds, bounded. */
export function drawDelay(delay: Delay, random: Random): number {
  return Math.round(Math.min(MAX_DELAY_MS, Math.max(0, draw(delay, random))))
}

function draw(delay: Delay, random: Random): number {
  if (typeof delay === 'number') return delay
  switch (delay.kind) {
    case 'uniform':
      return delay.min + random.next() * (delay.max - delay.min)
    case 'lognormal':
      return delay.median * Math.exp(delay.sigma * normal(random))
    default:
      return unreachable(delay)
  }
}

/** Box and Muller's way; 1 - x, since the logarithm of 0 is none. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
}
