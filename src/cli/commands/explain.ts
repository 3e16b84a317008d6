import { RULES } from '../../base/rule.js'
import { nearestNames } from '../../base/text.js'
import { describeToolError, toolError, toolErrorCodes } from '../../base/tool-error.js'

/** Prints what a rule or an error code means; all of them without a name. */
export function explain(name: string | undefined): void {
  const texts = new Map<string, string>([
    ...Object.entries(RULES),
    ...toolErrorCodes.map((code) => [code, describeToolError(code)] as const),
  ])
  if (name === undefined) {
    for (const [id, text] of texts) process.stdout.write(`${id}\n  ${text}\n`)
    return
  }
  const text = texts.get(name)
  if (text === undefined) {
    const near = nearestNames(name, texts.keys())
    throw toolError('USAGE', {
      reason: `there is no rule or code ${name}${near.length > 0 ? `; near: ${near.join(', ')}` : ''}`,
    })
  }
  process.stdout.write(`${name}\n  ${text}\n`)
}
