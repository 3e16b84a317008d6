import { expect } from 'chai'
import { matchesFormat } from '../../src/model/formats.js'

const cases: readonly (readonly [format: string, good: readonly unknown[], bad: readonly unknown[]])[] = [
  [
    'date-time',
    [
      '2024-02-29T23:59:59Z',
      '2024-01-01t00:00:00.123456+05:30',
      '1990-12-31T23:59:60Z',
      '1990-12-31T15:59:60-08:00',
      5,
    ],
    [
      '2023-02-29T00:00:00Z',
      '2024-01-01T00:00:00',
      '2024-13-01T00:00:00Z',
      '2024-01-01 00:00:00Z',
      '2024-01-01T12:00:60Z',
      '2024-01-01T00:00:00.Z',
      '',
    ],
  ],
  ['date', ['2024-02-29', '2000-02-29'], ['1900-02-29', '2024-04-31', '2024-1-1', '2024-01-01T00:00:00Z']],
  ['time', ['12:00:00Z', '23:59:60Z'], ['12:00:00', '24:00:00Z', '12:00Z']],
  [
    'duration',
    ['P1Y', 'P1W', 'PT1H30M', 'P1DT12H', 'P1Y2D', 'PT1H5S', 'PT0.5S', 'P123DT22H14M12.011S'],
    ['P', 'PT', '1D', 'P1W2D', 'P2D1Y', 'PT1M1H', 'P1', 'PT1MT1S', 'P1DT', 'P1.5D', 'PT1.5H', 'PT1.S', '-P1D'],
  ],
  [
    'email',
    ['a@example.com', '"a b"@example.com', 'a@[127.0.0.1]'],
    ['a', 'a@', '.a@example.com', 'a@-x.com', 'a b@example.com'],
  ],
  ['hostname', ['localhost', 'a-b.example.com'], ['-a', 'a_b', 'a..b', 'x'.repeat(64)]],
  ['ipv4', ['127.0.0.1'], ['256.0.0.1', '01.0.0.1', '1.2.3', '1.2.3.4.5']],
  [
    'ipv6',
    ['::', '::1', '1:2:3:4:5:6:7:8', '::ffff:1.2.3.4'],
    [':', '1::2::3', '1:2:3:4:5:6:7', '12345::', '::1%eth0', '1:2:3:4:5:6:7::8:9'],
  ],
  [
    'uri',
    ['https://a.example/b?c#d', 'urn:a:b', 'http://[::1]:80/'],
    ['/a', 'a b:', 'http://a b', 'http://[a]/', 'http://a/%zz'],
  ],
  ['uri-reference', ['/a', '#b', '', '//host/x', '?q'], ['a b', '\\\\x', '1a:b/c', '#a#b']],
  ['uri-template', ['/a/{b}{?c,d*}'], ['/a/{b', '/a/}', '/{a b}']],
  ['uuid', ['3F2504E0-4f89-41d3-9a0c-0305e82c3301'], ['3f2504e04f8941d39a0c0305e82c3301', 'g'.repeat(36)]],
  ['json-pointer', ['', '/a~0b/~1'], ['a', '/~2']],
  ['relative-json-pointer', ['0', '1/a', '0#'], ['/a', '01', '-1']],
  ['regex', ['^a+$', '[\\w-.]', '\\\\a'], ['(', '\\a', 'x\\Z']],
  [
    'idn-hostname',
    ['münchen.de', 'l·l', 'α͵β', 'ガ・ガ', '例。テスト', 'xn--mnchen-3ya.de'],
    ['a·b', '͵a', 'a׳', 'a・b', 'aـb', 'aa--ü', '-ü', 'ü-', 'a/b'],
  ],
  ['byte', ['', 'YQ==', 'YWI', '_-8='], ['Y', 'YQ=', 'a b=']],
  ['int8', [127, -128, 'any text'], [128, -129, 1.5]],
  ['uint8', [255, 0], [256, -1]],
  ['int16', [32767, -32768], [32768, -32769]],
  ['uint16', [65535, 0], [65536, -1]],
  ['int32', [2147483647, -2147483648, 'ok as digits only'.length, '12'], [2147483648, 1.5, '2147483648', 'x']],
  [
    'int64',
    [9223372036854775807, '9223372036854775807', '-9223372036854775808'],
    [1e19, '9223372036854775808', '1.5', ''],
  ],
  ['uint64', [0, '18446744073709551615'], [-1, '-1', '18446744073709551616']],
  ['float', [1.5, 3.4e38], [1e39]],
  ['double-int', [9007199254740991, -3, 2.0], [9007199254740992, 1.5]],
  [
    'http-date',
    ['Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994'],
    ['1994-11-06T08:49:37Z', 'Sun, 6 Nov 1994 08:49:37 GMT', 'Sun, 06 Nov 1994 08:49:37 CET', ''],
  ],
  ['media-range', ['text/html', '*/*', 'text/*; q=0.5', 'application/vnd.a+json'], ['html', 'text/', 'a b/c', '']],
  ['html', ['<p>', 'anything'], []],
  ['commonmark', ['*anything*'], []],
  ['binary', ['anything'], []],
  ['no-such-format', ['anything'], []],
]

describe('matchesFormat', () => {
  for (const [format, good, bad] of cases) {
    it(`tells right from wrong for ${format}`, () => {
      expect(good.filter((value) => !matchesFormat(format, value))).to.deep.equal([])
      expect(bad.filter((value) => matchesFormat(format, value))).to.deep.equal([])
    })
  }

  it('says nothing of other types', () => {
    expect([matchesFormat('uuid', 5), matchesFormat('date', null), matchesFormat('float', 'x')]).to.deep.equal([
      true,
      true,
      true,
    ])
  })
})
