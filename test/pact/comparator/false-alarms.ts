import { sideOf, type Alarm, type Judged } from './compare.js'

/** What the comparator calls an error and `lockstep pact check` does not, with the reason: the table in docs/pact.md. */
export interface FalseAlarm {
  readonly alarm: string
  readonly reason: string
  /** Whether this alarm is one of those. */
  explains(alarm: Alarm, judged: Judged): boolean
}

export const FALSE_ALARMS: readonly FalseAlarm[] = [
  {
    alarm: 'an expected header that is not declared',
    reason: 'documents do not close headers: a warning here',
    explains: ({ code }, { warnings }) =>
      code === 'response.header.unknown' && [...warnings].some((each) => each.startsWith('pact/undeclared-header')),
  },
  {
    alarm: 'an expected member that is not declared, where the schema leaves members open',
    reason: 'a provider may send it, and nothing promises it: a warning here, unless a rule takes the demand back',
    explains: ({ code, message }, judged) =>
      code === 'response.body.incompatible' && /additional properties/.test(message) && isNotPromised(judged, message),
  },
  {
    alarm: 'a body that is a part of one of several schemas',
    reason: 'a consumer leaves out what it does not need, also what would tell the schemas apart',
    explains: ({ code, message }, judged) =>
      code === 'response.body.incompatible' &&
      (/exactly one schema in oneOf/.test(message) || (/allowed values/.test(message) && isOfSeveral(judged))) &&
      isObject(judged.interaction.response.body?.content),
  },
  {
    alarm:
      'a path or a parameter in it that the document does not take, where 404 or another declared refusal is expected',
    reason: 'the refusal is what the interaction is about',
    explains: ({ code }, { interaction }) => code === 'request.path-or-method.unknown' && isRefusal(interaction),
  },
  {
    alarm: '`Accept` or `Content-Type` that the document does not take, where a declared refusal is expected',
    reason: 'as above: the refusal may be meant',
    explains: ({ code }, { interaction }) =>
      (code === 'request.accept.incompatible' || code === 'request.content-type.incompatible') &&
      isRefusal(interaction),
  },
  {
    alarm: '`tags=` for a list of texts with `minLength`',
    reason: 'this is how an empty list is written, not a list of an empty text',
    explains: ({ code, value }) => code === 'request.query.incompatible' && value === '',
  },
  {
    alarm: '`prefixItems` beside `items: false`',
    reason: 'it reads OpenAPI 3.1 with the JSON Schema of 3.0, where `items: false` forbids every item',
    explains: ({ message }) => message.endsWith('boolean schema is false'),
  },
  {
    alarm: 'a path with `servers` of its own',
    reason: 'it knows one base path for all',
    explains: ({ code }, { hasOwnServers }) => code === 'request.path-or-method.unknown' && hasOwnServers,
  },
]

function isNotPromised({ warnings, interaction }: Judged, message: string): boolean {
  const rules = Object.values(interaction.response.matchingRules?.body ?? {})
  const hasFreeKeys = rules.some(({ matchers }) => matchers.some(({ match }) => match === 'eachKey'))
  const [, name = ''] = / - (\S+)$/.exec(message) ?? []
  return [...warnings].some((each) => each.includes(`/${name}`) || / and \d+ more,/.test(each)) || hasFreeKeys
}

/** It tells the faults of each alternative beside that of the choice. */
function isOfSeveral({ theirs }: Judged): boolean {
  return theirs.some(({ message }) => /exactly one schema in oneOf/.test(message))
}

function isRefusal({ response }: Judged['interaction']): boolean {
  return response.status >= 400 && response.status < 500
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

/** What the comparator reports and we do not, on that side of the interaction. */
export function alarmsOf(judged: Judged): readonly Alarm[] {
  return judged.theirs.filter((alarm) => !judged.ours.has(sideOf(alarm)))
}
