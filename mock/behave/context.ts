import type { Shelf } from './shelf/shelf.js'
import type { SeedsOf } from './seeds/seeds.js'
import type { Tools } from './tools.js'

/** What the behaviours of one document work with. */
export interface Context {
  readonly tools: Tools
  readonly shelf: Shelf
  readonly seedsOf: SeedsOf
}
