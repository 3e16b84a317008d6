import { expect } from 'chai'
import { access, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ToolError } from '../../../src/base/tool-error.js'
import { openStore } from '../../../mock/state/open-store.js'
import { newSqliteFile } from '../../support/sqlite.js'
import { get, put } from './store-steps.js'

describe('opening a state store', () => {
  it('remembers in memory when nothing is named', async () => {
    const store = await openStore(undefined)
    await put(store, '', '1', {})
    expect((await get(await openStore(undefined), '', '1'))?.id).to.equal(undefined)
  })

  for (const scheme of ['', 'sqlite:', 'sqlite://', 'file:', 'file://']) {
    it(`remembers in a file named ${scheme}PATH`, async () => {
      const path = await newSqliteFile()
      const store = await openStore(scheme + path)
      await put(store, '', '1', {})
      await store.close()
      await access(path)
      const again = await openStore(path)
      expect((await get(again, '', '1'))?.version).to.equal(1)
      await again.close()
    })
  }

  for (const sync of ['full', 'normal']) {
    it(`takes ?sync=${sync} after the path`, async () => {
      const path = await newSqliteFile()
      const store = await openStore(`sqlite:${path}?sync=${sync}`)
      await put(store, '', '1', {})
      await store.close()
      const again = await openStore(path)
      expect((await get(again, '', '1'))?.version).to.equal(1)
      await again.close()
    })
  }

  it('refuses to wait for the disk in a way that it does not know', async () => {
    expect((await refusal(`${await newSqliteFile()}?sync=off`)).code).to.equal('STATE_UNKNOWN')
  })

  it('refuses a kind of store that it does not know, without telling the password', async () => {
    const error = await refusal('mysql://me:secret@host/db')
    expect(error.code).to.equal('STATE_UNKNOWN')
    expect(error.message).to.contain('mysql://me@host/db').and.not.contain('secret')
  })

  it('says when the folder of the file is not there', async () => {
    const error = await refusal(join(await newSqliteFile(), 'none', 'state.db'))
    expect(error.code).to.equal('STATE_UNREACHABLE')
  })

  it('says when the file is something else, and leaves it as it is', async () => {
    const path = await newSqliteFile()
    await writeFile(path, 'name,age\n'.repeat(1000))
    expect((await refusal(path)).code).to.equal('STATE_UNREACHABLE')
  })

  it('says when there is no database server, without telling the password', async () => {
    const error = await refusal('postgres://me:secret@127.0.0.1:1/db?password=secret')
    expect(error.code).to.equal('STATE_UNREACHABLE')
    expect(error.message).to.contain('ECONNREFUSED').and.not.contain('secret')
  })
})

async function refusal(uri: string): Promise<ToolError> {
  const error: unknown = await openStore(uri).catch((reason: unknown) => reason)
  if (error instanceof ToolError) return error
  throw new Error(`expected a ToolError, got ${String(error)}`)
}
