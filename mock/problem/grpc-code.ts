/** HTTP status → gRPC code, the reverse of grpc-gateway's table (runtime.HTTPStatusFromCode). */
const CODES: ReadonlyMap<number, readonly [number, string]> = new Map([
  [400, [3, 'invalid_argument']],
  [401, [16, 'unauthenticated']],
  [403, [7, 'permission_denied']],
  [404, [5, 'not_found']],
  [405, [12, 'unimplemented']],
  [409, [6, 'already_exists']],
  [412, [9, 'failed_precondition']],
  [415, [3, 'invalid_argument']],
  [422, [3, 'invalid_argument']],
  [429, [8, 'resource_exhausted']],
  [499, [1, 'canceled']],
  [500, [13, 'internal']],
  [501, [12, 'unimplemented']],
  [503, [14, 'unavailable']],
  [504, [4, 'deadline_exceeded']],
])

const UNKNOWN = [2, 'unknown'] as const

export function grpcCode(status: number): number {
  return (CODES.get(status) ?? UNKNOWN)[0]
}

/** In lower case with underscores, as Connect spells them. */
export function grpcCodeName(status: number): string {
  return (CODES.get(status) ?? UNKNOWN)[1]
}
