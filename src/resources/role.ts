/** What one operation does. */
export type Role = { readonly kind: 'stateless'; readonly reasons: readonly string[] }
