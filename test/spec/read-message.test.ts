import { expect } from 'chai'
import type { ApiModel } from '../../src/model/api-model.js'
import { firstValue } from '../../spec/zitadel/first-value.js'
import { readMessage, type Reading } from '../../spec/zitadel/read-message.js'
import { api } from '../support/api.js'

const utf8 = new TextEncoder()

describe('firstValue', () => {
  const valueOf = (text: string): unknown => {
    const first = firstValue(utf8.encode(text))
    return first.kind === 'value' ? first.value : first.kind
  }

  it('reads one value and leaves what follows', () => {
    expect(valueOf('{"bool":true} trailing')).to.deep.equal({ bool: true })
    expect(valueOf('{"a":"}\\""}{"b":1}')).to.deep.equal({ a: '}"' })
    expect(valueOf(' [1, [2]] ]')).to.deep.equal([1, [2]])
    expect(valueOf('"a" "b"')).to.equal('a')
    expect(valueOf('true false')).to.equal(true)
  })

  it('takes nothing but white space for nothing', () => {
    expect(valueOf('')).to.equal('nothing')
    expect(valueOf(' \r\n\t')).to.equal('nothing')
  })

  it('says what is wrong with malformed JSON in the words of Go', () => {
    const reason = (text: string): string => {
      const first = firstValue(utf8.encode(text))
      return first.kind === 'malformed' ? first.reason : first.kind
    }
    expect(reason('{bool:true}')).to.equal("invalid character 'b' looking for beginning of object key string")
    expect(reason('{"bool":tru}')).to.equal("invalid character '}' looking for beginning of value")
    expect(reason('{"bool":true')).to.equal('unexpected EOF')
    expect(reason('[1 2]')).to.equal("invalid character '2' after array element")
    expect(reason('\ufeff{}')).to.match(/^invalid character /)
  })

  it('refuses what is not UTF-8', () => {
    expect(firstValue(new Uint8Array([0x22, 0xff, 0x22])).kind).to.equal('malformed')
  })
})

describe('readMessage', () => {
  let model: ApiModel
  const read = (text: string): Reading =>
    readMessage(utf8.encode(text), model.operation('op')?.body?.content[0]?.schema)
  const message = (value: unknown): unknown => {
    const reading = read(JSON.stringify(value))
    return reading.kind === 'message' ? reading.message : reading.reason
  }

  before(async () => {
    model = await api(
      `
      components:
        schemas:
          Uint64: { type: string, format: uint64 }
          Color: { type: string, enum: [COLOR_UNSPECIFIED, COLOR_RED] }
          Thing:
            type: object
            properties:
              onOff: { type: boolean }
              amount: { allOf: [{ $ref: '#/components/schemas/Uint64' }], description: how many }
              percent: { type: integer, format: int64 }
              color: { $ref: '#/components/schemas/Color' }
              colors: { type: array, items: { $ref: '#/components/schemas/Color' } }
              from: { type: string, format: date-time }
              every: { type: string, pattern: '^[0-9]+s$' }
              inner: { $ref: '#/components/schemas/Thing' }
      paths:
        /a:
          post:
            operationId: op
            requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
            responses: { '200': { description: ok } }
      `,
      '3.0.3',
    )
  })

  it('takes names in camelCase and snake_case, and drops unknown ones and null', () => {
    expect(message({ on_off: true, inner: { onOff: false }, other: 1, color: null })).to.deep.equal({
      onOff: true,
      inner: { onOff: false },
    })
  })

  it('takes integers as numbers and as text, and zero for none', () => {
    expect(message({ amount: 5, percent: '7' })).to.deep.equal({ amount: '5', percent: 7 })
    expect(message({ amount: '18446744073709551615' })).to.deep.equal({ amount: '18446744073709551615' })
    expect(message({ amount: '0', percent: 0 })).to.deep.equal({})
  })

  it('takes enums by name and by number, and drops names that are not known', () => {
    expect(message({ color: 1 })).to.deep.equal({ color: 'COLOR_RED' })
    expect(message({ color: 'BOGUS', colors: ['COLOR_RED', 'BOGUS', 0] })).to.deep.equal({
      colors: ['COLOR_RED', 'COLOR_UNSPECIFIED'],
    })
    expect(message({ color: 9 })).to.deep.equal({ color: 9 })
  })

  it('writes times in UTC with 0, 3, 6 or 9 digits', () => {
    expect(message({ from: '2025-04-01T02:00:00+02:00' })).to.deep.equal({ from: '2025-04-01T00:00:00Z' })
    expect(message({ from: '2025-04-01T02:00:00.12Z' })).to.deep.equal({ from: '2025-04-01T02:00:00.120Z' })
    expect(message({ from: '2025-04-01T02:00:00.1234567Z' })).to.deep.equal({ from: '2025-04-01T02:00:00.123456700Z' })
  })

  it('takes an empty list for none', () => {
    expect(message({ colors: [] })).to.deep.equal({})
  })

  it('names kind, field and place of what it cannot read', () => {
    expect(message({ onOff: 'yes' })).to.equal('proto: (line 1:10): invalid value for bool field onOff: "yes"')
    expect(message({ amount: '18446744073709551616' })).to.contain('invalid value for uint64 field amount')
    expect(message({ amount: -1 })).to.contain('invalid value for uint64 field amount')
    expect(message({ percent: 1.5 })).to.contain('invalid value for uint32 field percent')
    expect(message({ from: '2025-13-01T00:00:00Z' })).to.contain('invalid value for timestamp field from')
    expect(message({ every: '1 hour' })).to.contain('invalid value for duration field every')
    expect(message({ colors: 'COLOR_RED' })).to.contain('invalid value for repeated field colors')
    expect(message({ inner: [] })).to.contain('invalid value for message field inner')
    expect(message([])).to.equal('proto: syntax error (line 1:1): unexpected token [')
    expect(message(null)).to.equal('proto: syntax error (line 1:1): unexpected token null')
  })

  it('is not confused by names that every object has', () => {
    expect(read('{"__proto__":{"onOff":true},"constructor":1}')).to.deep.equal({ kind: 'message', message: {} })
  })
})
