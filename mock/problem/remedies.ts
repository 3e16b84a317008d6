import type { RuleId } from '../../src/base/rule.js'

/** What a caller can do about a refusal, where the finding knows nothing better. */
const REMEDIES: { readonly [Rule in RuleId]?: string } = {
  'request/path': 'Call a path that the document declares: `lockstep plan` lists them.',
  'request/method': 'Use a method of the Allow header.',
  'request/missing-parameter': 'Send the parameter.',
  'request/parameter-syntax': 'Write the parameter in its declared style.',
  'request/parameter-schema': 'Send a value that the schema of the parameter accepts.',
  'request/missing-body': 'Send a body in a declared media type.',
  'request/body-syntax': 'Write the body as its Content-Type says.',
  'request/body-schema': 'Send a body that its schema accepts.',
  'request/media-type': 'Send Content-Type with a declared media type.',
  'request/content-encoding': 'Send the body as it is, or in a coding of the Accept-Encoding header.',
  'request/size': 'Send a smaller body.',
  'request/not-acceptable': 'Ask with Accept for a declared media type, or leave the header out.',
  'request/credentials': 'Send the credentials that the WWW-Authenticate header asks for.',
  'request/permission': 'Call as somebody who has the permission.',
  'request/undeclared-parameter': 'Leave it out, or declare it.',
  'request/read-only': 'Leave it out.',
  'request/preference': 'Ask with Prefer for a declared status and example.',
  'state/absent': 'Create it first, or name one that exists.',
  'state/exists': 'Send another id, or change what is there.',
  'state/precondition': 'Read it again, and send the ETag that it has now.',
  'state/unfit': 'Read it again, and send a change that fits.',
  'state/full': 'Remove something, or reset the session.',
}

export function remedyFor(rule: RuleId): string | undefined {
  return REMEDIES[rule]
}
