import { decodeOrKeep } from '../base/decode-or-keep.js'
import { nearestNames } from '../base/text.js'
import type { RouteNode } from './route-trie.js'

/** Names compared for one answer, and characters of each: a client pays for a miss, not the mock. */
const MOST_NAMES = 500
const MOST_CHARACTERS = 60
const MOST_PATHS = 3

/** Templates that a person may have meant by a path that is not there, at most three: the paths below the last step that fits. */
export function nearPaths(root: RouteNode, segments: readonly string[], start: number): string[] {
  let node = root
  let index = start
  for (let raw = segments[index]; raw !== undefined; raw = segments[index]) {
    const next: RouteNode | undefined = node.fixed.get(decodeOrKeep(raw)) ?? (raw === '' ? undefined : node.parameter)
    if (!next) break
    node = next
    index++
  }
  const wanted = segments[index]
  const near = wanted === undefined || wanted === '' ? [] : nearSteps(node, wanted)
  if (near.length > 0) return near.flatMap((step) => pathsBelow(step, MOST_PATHS)).slice(0, MOST_PATHS)
  // Nothing of the path is known: any suggestion would be a guess.
  return index === start ? [] : pathsBelow(node, MOST_PATHS)
}

function nearSteps(node: RouteNode, wanted: string): RouteNode[] {
  const name = decodeOrKeep(wanted).slice(0, MOST_CHARACTERS)
  const names = [...node.fixed.keys()].slice(0, MOST_NAMES).filter((each) => each.length <= MOST_CHARACTERS)
  return nearestNames(name, names, MOST_PATHS).flatMap((each) => node.fixed.get(each) ?? [])
}

/** Shortest first. */
function pathsBelow(start: RouteNode, most: number): string[] {
  const paths: string[] = []
  let level = [start]
  while (level.length > 0 && paths.length < most) {
    const next: RouteNode[] = []
    for (const node of level) {
      const [route] = [...node.routes.values()].flat()
      if (route && paths.length < most) paths.push(route.operation.path)
      if (next.length < MOST_NAMES) next.push(...node.fixed.values(), ...node.mixed.map((edge) => edge.node))
      if (node.parameter) next.push(node.parameter)
      if (node.rest) next.push(node.rest)
    }
    level = next
  }
  return paths
}
