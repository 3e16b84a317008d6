/** All findings about a document: from loading it, from its structure, and from compiling it. */
import type { Finding } from '../base/finding.js'
import { documentChecks, inOrder } from '../document/lint/lint-document.js'
import { mergeFindings } from '../document/merge-findings.js'
import { lintModel } from '../generate/lint-model.js'
import type { ApiModel, Operation } from '../model/api-model.js'

/** Compiles every schema and checks every example against it; takes seconds on a large document. */
export function findAll(model: ApiModel): readonly Finding[] {
  const ofDocument = mergeFindings(...documentChecks(model.document).map((check) => check()))
  for (const operation of model.operations) workOut(operation)
  const ofExamples = lintModel(model)
  return inOrder(toldOnce(ofDocument, ofExamples, model.findings()), model.document)
}

/** How many operations are compiled between two rests. */
const SLICE = 25

/**
 * What can be found without compiling schemas, a little at a time.
 * @param rest awaited between two slices, so that other work gets its turn
 */
export async function findInSlices(model: ApiModel, rest: () => Promise<void>): Promise<readonly Finding[]> {
  const ofDocument: (readonly Finding[])[] = []
  for (const check of documentChecks(model.document)) {
    await rest()
    ofDocument.push(check())
  }
  for (const [index, operation] of model.operations.entries()) {
    if (index % SLICE === 0) await rest()
    workOut(operation)
  }
  return inOrder(toldOnce(mergeFindings(...ofDocument), model.findings()), model.document)
}

/** Operations are compiled on first use, and only then are their findings known. */
function workOut({ parameters, body, responses, security, callbacks, basePaths, tags, deprecated }: Operation): number {
  return [parameters, body, responses, security, callbacks, basePaths, tags, deprecated].length
}

/** What one mistake breaks: a reference that leads in a circle leads nowhere, and a `type: 5` is no type of JSON Schema. */
const SAME_MISTAKE: ReadonlyMap<Finding['rule'], string> = new Map([
  ['document/ref-loop', 'reference'],
  ['document/ref-refused', 'reference'],
  ['document/unresolved-ref', 'reference'],
  ['document/wrong-type', 'type'],
  ['document/schema', 'type'],
])

/** The same mistake at the same place: dropped when an earlier list has it, joined when this list repeats it. */
function toldOnce(...lists: readonly (readonly Finding[])[]): readonly Finding[] {
  const told = new Map<string, { readonly by: readonly Finding[]; readonly findings: Finding[] }>()
  for (const list of lists) {
    for (const finding of list) {
      const key = `${SAME_MISTAKE.get(finding.rule) ?? finding.rule} ${finding.spec ?? finding.message}`
      const earlier = told.get(key)
      if (!earlier) told.set(key, { by: list, findings: [finding] })
      else if (earlier.by === list) earlier.findings.push(finding)
    }
  }
  return [...told.values()].flatMap(({ findings }) => gathered(findings))
}

/** One for each rule; an example that several schemas refuse for the same reason has one breach. */
function gathered(findings: readonly Finding[]): readonly Finding[] {
  return [...new Set(findings.map(({ rule }) => rule))].flatMap((rule) => {
    const ofRule = findings.filter((finding) => finding.rule === rule)
    const others = new Set(ofRule.map(({ message }) => message)).size - 1
    return ofRule.slice(0, 1).map((first) => {
      return others === 0 ? first : { ...first, message: `${first.message} (and ${others} more here)` }
    })
  })
}
