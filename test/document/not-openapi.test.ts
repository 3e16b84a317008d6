import { expect } from 'chai'
import { loadDocument } from '../../src/document/load-document.js'

async function refusal(text: string): Promise<string> {
  try {
    await loadDocument('api.yaml', { text })
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return 'loaded'
}

describe('what people take for an OpenAPI document', () => {
  it('is named', async () => {
    expect(await refusal('<!DOCTYPE html>\n<html><body>x: y</body></html>')).to.match(/api\.yaml:1:1.*a page \(HTML/)
    expect(await refusal('<?xml version="1.0"?><a/>')).to.contain('a page (HTML or XML)')
    const postman = {
      info: { schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
      item: [],
    }
    expect(await refusal(JSON.stringify(postman))).to.contain('a Postman collection')
    expect(await refusal('asyncapi: 2.6.0')).to.contain('an AsyncAPI document')
    const head = "openapi: 3.1.0\ninfo: { title: t, version: '1' }\npaths:"
    expect(await refusal(`${head}\n  - /a: { get: {} }`)).to.match(
      /api\.yaml:3:1 \(\/paths\).*`paths` is a list, not an object/,
    )
    expect(await refusal(`${head} none`)).to.contain('`paths` is the string "none", not an object')
    expect([await refusal(head), await refusal(`${head} []`)]).to.deep.equal(['loaded', 'loaded'])
  })
})
