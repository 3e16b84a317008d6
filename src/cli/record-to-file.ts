import { renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Mock } from '../../mock/index.js'
import { makeFolder } from '../base/make-folder.js'
import { describeSystemError } from '../base/system-error.js'
import { toolError } from '../base/tool-error.js'
import { createPactRecorder } from '../pact/record/record-pact.js'
import { pactFileName, serialisePact } from '../pact/write-pact.js'

const INTERVAL_MS = 2000

export interface Recording {
  readonly file: string
  /** Writes what is new, and ends. */
  stop(): void
}

/** Records what the mock's clients do as the pact of a consumer; written at intervals and when it stops. */
export function recordToFile(mock: Mock, consumer: string, directory: string): Recording {
  const recorder = createPactRecorder(mock.model, mock.plan, consumer)
  const file = path.join(directory, pactFileName(recorder.pact()))
  let written = -1

  function write(): void {
    if (recorder.revision === written) return
    written = recorder.revision
    try {
      makeFolder(directory)
      // Readers never see half a file.
      writeFileSync(`${file}.tmp`, serialisePact(recorder.pact()))
      renameSync(`${file}.tmp`, file)
    } catch (error) {
      throw toolError('CANNOT_WRITE', { file, reason: describeSystemError(error) }, { cause: error })
    }
  }

  write()
  const unsubscribe = mock.journal.subscribe((entry) => {
    recorder.add(entry)
  })
  const timer = setInterval(write, INTERVAL_MS).unref()
  return {
    file,
    stop: () => {
      clearInterval(timer)
      unsubscribe()
      write()
    },
  }
}
