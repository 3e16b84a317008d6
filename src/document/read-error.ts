import { tooManyFiles } from '../base/system-error.js'
import { toolError } from '../base/tool-error.js'

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}

/** What the operating system says, in words. */
export function explainReadError(error: unknown, name: string): Error {
  const full = tooManyFiles(error)
  if (full) return full
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string' || 'exit' in error) {
    return error instanceof Error ? error : new Error(String(error))
  }
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    ENOTDIR: 'there is no such file',
    EISDIR: 'it is a folder',
    EACCES: 'you may not read it',
    EPERM: 'you may not read it',
    ELOOP: 'its symbolic links lead in a circle',
    ENAMETOOLONG: 'the name is too long',
    ERR_INVALID_ARG_VALUE: 'no file can have that name',
  }
  return notFound(name, reasons[error.code] ?? error.code, error)
}

export function notFound(source: string, reason: string, cause?: unknown): Error {
  return toolError('DOCUMENT_NOT_FOUND', { source, reason }, { cause })
}
