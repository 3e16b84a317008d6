import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { makeFolder } from './make-folder.js'
import { describeSystemError } from './system-error.js'
import { toolError } from './tool-error.js'

/**
 * Writes what a command was asked to write; folders are made.
 * @throws ToolError CANNOT_WRITE
 */
export async function writeTextFile(file: string, text: string): Promise<void> {
  try {
    makeFolder(path.dirname(file))
    await writeFile(file, text)
  } catch (error) {
    throw toolError('CANNOT_WRITE', { file, reason: describeSystemError(error) }, { cause: error })
  }
}
