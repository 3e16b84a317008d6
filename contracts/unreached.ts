/** Documented answers that no contract plays, each with its reason. */
const UNREACHED: readonly { readonly operation: RegExp; readonly key: string; readonly reason: string }[] = [
  {
    operation: /./,
    key: 'default',
    reason: 'a failure inside of the service, which nobody can ask for',
  },
  {
    operation:
      /^SystemService_(ListInstances|AddInstance|CreateInstance|ExistsDomain|BulkSetLimits|ListViews|ClearView|ListFailedEvents|RemoveFailedEvent)$/,
    key: '404',
    reason: 'only a caller who is a member of nothing sees it, and verifying has no such caller',
  },
  {
    operation: /^FeatureService_Get/,
    key: '403',
    reason: 'every caller who is known may read flags',
  },
  {
    operation: /^FeatureService_Get/,
    key: '400',
    reason: 'servers differ in which texts they read as a boolean',
  },
  {
    operation: /^FeatureService_Set(Organization|User)Features$/,
    key: '400',
    reason: 'the message has no members, and unknown ones are ignored',
  },
  {
    operation: /^SystemService_(ExistsDomain|ClearView)$/,
    key: '400',
    reason: 'every text that a path can hold is a name',
  },
  {
    operation: /^SystemService_RemoveDomain$/,
    key: '400',
    reason: 'refused for the generated domain alone, whose name the provider makes up',
  },
]

export function reasonFor(operation: string, key: string): string | undefined {
  return UNREACHED.find((each) => each.key === key && each.operation.test(operation))?.reason
}
