import { expect } from 'chai'
import { valueAt, type JsonPointer } from '../../src/base/json-pointer.js'
import { ToolError } from '../../src/base/tool-error.js'
import type { ApiDocument } from '../../src/document/api-document.js'
import { loadDocument } from '../../src/document/load-document.js'
import { dedent } from '../support/api.js'
import { createWorkspace, type Workspace } from './workspace.js'

describe('overlays', () => {
  let workspace: Workspace | undefined
  afterEach(() => workspace?.remove())

  const base = `
    openapi: 3.1.0
    x-shared: &shared { description: shared }
    tags: [{ name: a }, { name: b }, { name: c }]
    paths:
      /pets:
        get: { operationId: list, x-a: *shared, tags: [one] }
        post: { operationId: create, x-a: *shared }
  `

  async function load(actions: string): Promise<ApiDocument> {
    workspace = await createWorkspace({
      'api.yaml': base,
      'overlay.yaml': `overlay: 1.0.0\ninfo: { title: t, version: '1' }\nactions:\n${dedent(actions)}`,
    })
    return loadDocument(workspace.path('api.yaml'), { overlays: [workspace.path('overlay.yaml')] })
  }
  const at = (document: ApiDocument, pointer: string): unknown => valueAt(document.root, pointer as JsonPointer)
  function place(document: ApiDocument, pointer: string): string {
    const { file, line } = document.locate(pointer as JsonPointer)
    return `${file.slice(file.lastIndexOf('/') + 1)}:${line}`
  }

  it('merges objects, lengthens lists, replaces the rest, and knows where each came from', async () => {
    const document = await load(`
      - target: $.paths['/pets'].get
        update:
          tags: [two]
          operationId: listPets
          x-lockstep: { role: list }
    `)
    expect(at(document, '/paths/~1pets/get')).to.deep.equal({
      operationId: 'listPets',
      'x-a': { description: 'shared' },
      tags: ['one', 'two'],
      'x-lockstep': { role: 'list' },
    })
    expect(place(document, '/paths/~1pets/get/x-lockstep/role')).to.equal('overlay.yaml:8')
    expect(place(document, '/paths/~1pets/get/tags/1')).to.equal('overlay.yaml:6')
    expect(place(document, '/paths/~1pets/get/tags/0')).to.equal('api.yaml:6')
    expect(document.files.length).to.equal(2)
  })

  it('changes what an alias shares in one place only', async () => {
    const document = await load(`
      - target: $.paths['/pets'].get['x-a']
        update: { description: changed }
    `)
    expect(at(document, '/paths/~1pets/get/x-a/description')).to.equal('changed')
    expect(at(document, '/paths/~1pets/post/x-a/description')).to.equal('shared')
  })

  it('removes, in order with other actions, and keeps the places of what is left', async () => {
    const document = await load(`
      - { target: $.tags, update: { name: d } }
      - { target: "$.tags[?@.name == 'a' || @.name == 'c']", remove: true }
      - target: $.paths['/pets'].post
        remove: true
    `)
    expect(at(document, '/tags')).to.deep.equal([{ name: 'b' }, { name: 'd' }])
    expect(Object.keys(at(document, '/paths/~1pets') as object)).to.deep.equal(['get'])
    expect(place(document, '/tags/0')).to.equal('api.yaml:3')
    expect(place(document, '/tags/1')).to.equal('overlay.yaml:4')
  })

  it('copies (Overlay 1.1)', async () => {
    const document = await load(`
      - target: $.paths['/pets'].post['x-a']
        copy: $.paths['/pets'].get
      - target: $.paths['/pets']
        copy: $.tags[0]
    `)
    expect(at(document, '/paths/~1pets/name')).to.equal('a')
    expect(at(document, '/paths/~1pets/post/x-a/tags')).to.deep.equal(['one'])
  })

  it('removes what a path selects in any order, below and beside each other', async () => {
    const document = await load(`
      - { target: "$.tags[2,0]", remove: true }
      - { target: "$..['post','x-a']", remove: true }
    `)
    expect(at(document, '/tags')).to.deep.equal([{ name: 'b' }])
    expect(at(document, '/paths/~1pets')).to.deep.equal({ get: { operationId: 'list', tags: ['one'] } })
  })

  it('takes names with a hyphen or a digit after a dot, but leaves texts and numbers alone', async () => {
    const document = await load(`
      - { target: $.x-shared, update: { n: 1.5, text: 'x-a.b-c' } }
      - { target: "$..get[?@.x-none || @.description == 'shared']", update: { found: true } }
      - { target: "$[?@.n == 1.5 && @.text == 'x-a.b-c']", update: { 200: { ok: 1 } } }
      - { target: $.x-shared.200, update: { ok: 2 } }
    `)
    expect(at(document, '/paths/~1pets/get/x-a/found')).to.equal(true)
    expect(at(document, '/x-shared/200')).to.deep.equal({ ok: 2 })
  })

  it('applies a reusable action to each place that refers to it (Overlay 1.2), and knows where it stands', async () => {
    workspace = await createWorkspace({
      'api.yaml': base,
      'overlay.yaml': `
        overlay: 1.2.0
        components:
          actions:
            a/b c:
              description: marks
              fields: { update: { x-marked: true } }
        actions:
          - { $ref: '#/components/actions/a~1b%20c', target: "$.paths['/pets'].get" }
          - { $ref: '#/components/actions/a~1b%20c', target: "$.paths['/pets'].post" }
      `,
    })
    const document = await loadDocument(workspace.path('api.yaml'), { overlays: [workspace.path('overlay.yaml')] })
    expect(at(document, '/paths/~1pets/get/x-marked')).to.equal(true)
    expect(at(document, '/paths/~1pets/post/x-marked')).to.equal(true)
    expect(place(document, '/paths/~1pets/post/x-marked')).to.equal('overlay.yaml:6')
  })

  it('wipes nothing out by a key with nothing after it', async () => {
    const document = await load(`
      - target: $
        update: { info: { title: t }, paths: , tags: , x-shared: { description: } }
    `)
    expect(Object.keys(at(document, '/paths') as object)).to.deep.equal(['/pets'])
    expect(at(document, '/tags')).to.have.length(3)
    expect(at(document, '/x-shared/description')).to.equal(null)
  })

  it('warns of a target that matches nothing', async () => {
    const document = await load(`
      - target: $.paths['/nope']
        remove: true
    `)
    expect(document.findings.map(({ rule, severity }) => [rule, severity])).to.deep.equal([
      ['document/overlay-target', 'warning'],
    ])
    expect(document.findings[0]?.message).to.match(/\$\.paths\['\/nope'\] matches nothing \(.*overlay\.yaml:4:3\)/)
  })

  for (const [what, actions, message] of [
    [
      'a target that is no JSONPath',
      '- { target: paths.get, remove: true }',
      /overlay\.yaml:4:5 \(\/actions\/0\/target\): 'paths.get' is not a JSONPath/,
    ],
    ['a missing target', '- { remove: true }', /overlay\.yaml:4:3 \(\/actions\/0\/target\): expected a JSONPath/],
    [
      'a reusable action that is not there',
      "- { $ref: '#/components/actions/x', target: $ }",
      /\(\/actions\/0\/\$ref\): expected the place of a reusable action/,
    ],
    ['a removal that is neither true nor false', '- { target: $.tags, remove: yes please }', /expected true or false/],
    ['an action that is none', '- 5', /overlay\.yaml:4:3 \(\/actions\/0\): expected an action, found 5/],
    ['a removal of everything', '- { target: $, remove: true }', /the whole document cannot be removed/],
  ] as const) {
    it(`refuses ${what} with its place`, async () => {
      try {
        await load(actions)
        expect.fail('it was applied')
      } catch (error) {
        expect(error).to.be.instanceOf(ToolError).with.property('code', 'OVERLAY_INVALID')
        expect((error as ToolError).message).to.match(message)
      }
    })
  }

  it('is loaded in place of the document that it extends', async () => {
    workspace = await createWorkspace({
      'v1/api.yaml': base,
      'overlay.yaml': `
        overlay: 1.0.0
        extends: v1/api.yaml
        actions: [{ target: '$.paths.*.get', update: { x-new: 1 } }]
      `,
    })
    const document = await loadDocument(workspace.path('overlay.yaml'))
    expect(at(document, '/paths/~1pets/get/x-new')).to.equal(1)
    expect(document.source).to.equal(workspace.path('v1/api.yaml'))
  })
})
