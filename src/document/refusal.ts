import { dirname } from 'node:path'

/** A reference that may not be followed, and the flag that would allow it; or one with nothing behind it. */
export interface Refusal {
  readonly kind: 'refused' | 'missing'
  readonly reason: string
  readonly remedy: string
  /** Of a missing file. */
  readonly path?: string | undefined
}

export function refuseFile(name: string): Refusal {
  return {
    kind: 'refused',
    reason: `${name} lies outside the document's folder`,
    remedy: `Allow it with --allow-dir ${dirname(name)}, or move the file.`,
  }
}

/** The link lies where it may be read; where it leads, somebody has to allow. */
export function refuseLink(name: string, real: string): Refusal {
  return {
    kind: 'refused',
    reason: `${name} is a symbolic link to ${real}, outside the document's folder`,
    remedy: `Allow it with --allow-dir ${dirname(real)}, or put a copy there.`,
  }
}

/** file://host/…, or an encoded slash. */
export function refuseAddress(uri: string): Refusal {
  return {
    kind: 'refused',
    reason: `${uri} names no file of this machine`,
    remedy: 'Keep a copy beside the document.',
  }
}

export function refuseHost(host: string, uri: string): Refusal {
  return {
    kind: 'refused',
    reason: `${uri} is on another host`,
    remedy: `Allow it with --allow-host ${host}, or keep a copy beside the document.`,
  }
}

export function refuseProtocol(protocol: string): Refusal {
  return {
    kind: 'refused',
    reason: `'${protocol}' is not a way to read documents`,
    remedy: 'Copy what it refers to into a file.',
  }
}
