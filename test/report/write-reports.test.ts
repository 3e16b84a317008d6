import { expect } from 'chai'
import { countOutcomes, exitStatus, type Report, type ReportCase, type ReportedFinding } from '../../src/base/report.js'
import { readReportTargets, writeReport } from '../../src/report/write-reports.js'

const WRONG_PRICE: ReportedFinding = {
  rule: 'response/body-schema',
  severity: 'error',
  place: 'response body at /price',
  message: 'expected number, got "12.50"',
  sources: [
    { label: 'pact', file: 'shop.json', line: 7, column: 3, pointer: '/interactions/0/response/body/content/price' },
    { label: 'document', file: 'shop, 100%.yaml', line: 88, column: 5, pointer: '/components/schemas/Price' },
  ],
}

const passed: ReportCase = { id: 'a.200', name: 'a.200', outcome: 'passed', findings: [] }
const failed: ReportCase = {
  id: 'b.200',
  name: 'reads a <price>',
  outcome: 'failed',
  findings: [WRONG_PRICE],
  durationMs: 1500,
}
const unverified: ReportCase = { id: 'c.403', name: 'c.403', outcome: 'unverified', reason: 'no token', findings: [] }
const skipped: ReportCase = {
  id: 'd.200',
  name: 'd.200',
  outcome: 'skipped',
  reason: 'left out by --only',
  findings: [],
}

function report(...cases: readonly ReportCase[]): Report {
  return { title: 'lockstep pact check', suites: [{ name: 'shop.json', cases }] }
}

describe('reports', () => {
  it('tell people what needs a look, where, and the counts', () => {
    expect(writeReport(report(passed, failed, unverified, skipped), 'text')).to.equal(
      [
        'shop.json',
        '  FAIL b.200  reads a <price>',
        '       error response body at /price: expected number, got "12.50" [response/body-schema]',
        '         pact shop.json:7:3 (#/interactions/0/response/body/content/price)',
        '         document shop, 100%.yaml:88:5 (#/components/schemas/Price)',
        '  ???? c.403',
        '       no token',
        '  skip d.200',
        '       left out by --only',
        '',
        'lockstep pact check: 4 cases: 1 passed, 1 failed, 1 not verified, 1 skipped',
        '',
      ].join('\n'),
    )
  })

  it('are JUnit XML in which what could not be tried is an error', () => {
    expect(writeReport(report(passed, failed, unverified, skipped), 'junit')).to.equal(
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<testsuites name="lockstep pact check" tests="4" failures="1" errors="1" skipped="1" time="1.500">',
        '  <testsuite name="shop.json" tests="4" failures="1" errors="1" skipped="1" time="1.500">',
        '    <testcase classname="shop.json" name="a.200" time="0.000"/>',
        '    <testcase classname="shop.json" name="b.200 reads a &lt;price&gt;" file="shop.json" line="7" time="1.500">',
        '      <failure message="expected number, got &quot;12.50&quot;">error response body at /price: expected number, got &quot;12.50&quot; [response/body-schema]&#10;  pact shop.json:7:3 (#/interactions/0/response/body/content/price)&#10;  document shop, 100%.yaml:88:5 (#/components/schemas/Price)</failure>',
        '    </testcase>',
        '    <testcase classname="shop.json" name="c.403" time="0.000">',
        '      <error message="no token" type="unverified"></error>',
        '    </testcase>',
        '    <testcase classname="shop.json" name="d.200" time="0.000">',
        '      <skipped message="left out by --only"/>',
        '    </testcase>',
        '  </testsuite>',
        '</testsuites>',
        '',
      ].join('\n'),
    )
  })

  it('keep characters out of XML that it does not know', () => {
    const odd: ReportCase = { ...failed, name: 'nul \u0000, lone \ud800, pair 😀', findings: [] }
    expect(writeReport(report(odd), 'junit')).to.contain('nul \ufffd, lone \ufffd, pair 😀')
  })

  it('annotate lines for GitHub, with what would end a command escaped', () => {
    const [source] = WRONG_PRICE.sources.slice(1)
    const finding = { ...WRONG_PRICE, message: '100%\nwrong', sources: source ? [source] : [] }
    expect(writeReport(report({ ...failed, findings: [finding] }, unverified), 'github').split('\n')).to.deep.equal([
      '::error file=shop%2C 100%25.yaml,line=88,col=5,title=b.200::response body at /price: 100%25%0Awrong [response/body-schema]',
      '::error title=c.403::not verified: no token',
      'lockstep pact check: 2 cases: 0 passed, 1 failed, 1 not verified',
      '',
    ])
  })

  it('are JSON with all that was found', () => {
    const written = JSON.parse(writeReport(report(failed), 'json')) as unknown
    expect(written).to.deep.equal({ ...report(failed), counts: { passed: 0, failed: 1, unverified: 0, skipped: 0 } })
  })

  it('fail a run for what failed and for what could not be tried, not for what was left out', () => {
    expect([report(passed, skipped), report(failed), report(unverified)].map(exitStatus)).to.deep.equal([0, 1, 1])
    expect(countOutcomes(report(passed, skipped))).to.deep.equal({ passed: 1, failed: 0, unverified: 0, skipped: 1 })
  })

  it('go to files, and as text to standard output unless another does', () => {
    expect(readReportTargets(['junit=out/a=b.xml'])).to.deep.equal([
      { format: 'text', file: undefined },
      { format: 'junit', file: 'out/a=b.xml' },
    ])
    expect(readReportTargets(['github', 'json=r.json'])).to.deep.equal([
      { format: 'github', file: undefined },
      { format: 'json', file: 'r.json' },
    ])
  })

  it('refuse unknown forms with the nearest known one, and two at once on standard output', () => {
    expect(() => readReportTargets(['juint=r.xml'])).to.throw('did you mean junit?')
    expect(() => readReportTargets(['json', 'github'])).to.throw('only one report')
  })
})
