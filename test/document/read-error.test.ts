import { expect } from 'chai'
import { tooManyFiles } from '../../src/base/system-error.js'
import { explainReadError } from '../../src/document/read-error.js'

describe('a process that may open no more files', () => {
  const full = Object.assign(new Error('EMFILE: too many open files, open parts.yaml'), { code: 'EMFILE' })

  it('is told that, and what to do, whatever it was about to read', () => {
    expect(explainReadError(full, 'api.yaml')).to.deep.include({ code: 'TOO_MANY_FILES', exit: 3 })
    const found = tooManyFiles(new Error('cannot load a part of the program', { cause: full }))
    expect(found?.message).to.contain('too many open files, open parts.yaml')
    expect(found?.remedy).to.contain('ulimit -n')
  })

  it('is not what other errors are told as', () => {
    const missing = Object.assign(new Error('ENOENT: no such file'), { code: 'ENOENT' })
    expect(explainReadError(missing, 'api.yaml')).to.include({ code: 'DOCUMENT_NOT_FOUND' })
    expect(tooManyFiles(missing)).to.equal(undefined)
    expect(tooManyFiles('EMFILE')).to.equal(undefined)
  })
})
