import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { expect } from 'chai'
import { makeFolder } from '../../src/base/make-folder.js'
import { ToolError } from '../../src/base/tool-error.js'
import { writeTextFile } from '../../src/base/write-text-file.js'
import { createWorkspace } from '../document/workspace.js'

describe('files that are written', () => {
  it('stand in folders that are made, also twice', async () => {
    const workspace = await createWorkspace({})
    makeFolder(workspace.path('a/b'))
    for (const text of ['1', '2']) await writeTextFile(workspace.path('a/b/c/d.txt'), text)
    expect(await readFile(workspace.path('a/b/c/d.txt'), 'utf8')).to.equal('2')
    await workspace.remove()
  })

  it('end with an error where a folder cannot be made, and not in a search without end', async () => {
    const workspace = await createWorkspace({ 'file.txt': 'x' })
    // No file system makes folders below a file, and Linux' /proc makes none at all.
    const places = [workspace.path('file.txt/x/y'), ...(existsSync('/proc/self') ? ['/proc/no-such/x/y'] : [])]
    for (const place of places) {
      const error = await writeTextFile(place, 'x').catch((reason: unknown) => reason)
      expect(error instanceof ToolError && error.code, place).to.equal('CANNOT_WRITE')
    }
    await workspace.remove()
  })
})
