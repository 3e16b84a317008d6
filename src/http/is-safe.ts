/** RFC 9110 9.2.1: who asks so wants nothing changed. */
export function isSafe({ method }: { readonly method: string }): boolean {
  return method === 'GET' || method === 'HEAD'
}
