import { expect } from 'chai'
import { createJournal, type Journal } from '../../src/check/journal.js'

describe('the journal', () => {
  it('keeps the latest exchanges, oldest first', () => {
    const journal = createJournal(3)
    for (const text of ['a', 'b', 'c', 'd']) note(journal, text)
    expect(journal.entries().map(({ number }) => number)).to.deep.equal([2, 3, 4])
    expect(journal.count).to.equal(4)
  })

  it('takes the bodies of the oldest when all together are too many bytes', () => {
    const journal = createJournal(4, 30)
    for (const text of ['12345', 'abc', '1234567', 'x', '12', 'ab', '123456789']) {
      note(journal, text)
      const bytes = bodies(journal).reduce((sum, body) => sum + 2 * body.length, 0)
      expect(bytes, text).to.be.at.most(30)
    }
    expect(bodies(journal)).to.deep.equal(['x', '12', 'ab', '123456789'])
    note(journal, '1234567')
    expect(bodies(journal)).to.deep.equal(['', '', '', '1234567'])
  })

  it('keeps the bodies of the latest, whatever was forgotten before', () => {
    const journal = createJournal(3, 10)
    for (let i = 0; i < 5; i++) note(journal, '12345')
    journal.clear()
    expect(journal.entries()).to.deep.equal([])
    for (const text of ['12', '34', '5']) note(journal, text)
    expect(bodies(journal)).to.deep.equal(['12', '34', '5'])
  })
})

function note(journal: Journal, body: string): void {
  const request = { method: 'POST', path: '/', query: '', headers: {}, body: new TextEncoder().encode(body) }
  const response = { status: 200, headers: {}, body }
  journal.add({ atMs: 0, durationMs: 0, session: '', operation: undefined, request, response, findings: [] })
}

/** What is left of both bodies of each exchange, which were the same. */
function bodies(journal: Journal): string[] {
  return journal.entries().map(({ request, response }) => {
    expect(new TextDecoder().decode(request.body)).to.equal(response.body)
    return String(response.body)
  })
}
