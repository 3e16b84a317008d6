import { stat } from 'node:fs/promises'
import { toolError } from '../base/tool-error.js'
import { decodeText, readTextFile } from './decode-text.js'

/** Reads texts until so many bytes have been read, all files together. */
export class SourceBudget {
  readonly #maxBytes: number
  #bytesLeft: number

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
    this.#bytesLeft = maxBytes
  }

  /** Bound, to be handed on. @throws ToolError DOCUMENT_TOO_LARGE */
  readonly spend = (bytes: number, name: string): void => {
    this.#bytesLeft -= bytes
    if (this.#bytesLeft >= 0) return
    const reason = `more than ${this.#maxBytes} bytes in all (--max-bytes)`
    throw toolError('DOCUMENT_TOO_LARGE', { source: name, reason })
  }

  async readPath(path: string, name: string): Promise<string> {
    const { size } = await stat(path)
    this.spend(size, name)
    return readTextFile(path)
  }

  async readStream(stream: AsyncIterable<Uint8Array>, name: string): Promise<string> {
    const chunks: Uint8Array[] = []
    for await (const chunk of stream) {
      this.spend(chunk.length, name)
      chunks.push(chunk)
    }
    return decodeText(Buffer.concat(chunks))
  }
}
