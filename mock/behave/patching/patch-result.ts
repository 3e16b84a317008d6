export type PatchResult =
  | { readonly kind: 'patched'; readonly value: unknown }
  /** `conflict`: the patch is well formed, but does not fit the value it is applied to (RFC 5789 2.2). */
  | { readonly kind: 'malformed' | 'conflict'; readonly detail: string }
