import { expect } from 'chai'
import fc from 'fast-check'
import { PersistentMap } from '../../../mock/state/persistent-map.js'

type Step = readonly ['set' | 'delete', string]

const steps = fc.array(
  fc.tuple(
    fc.constantFrom<'set' | 'delete'>('set', 'set', 'delete'),
    fc.oneof(fc.string({ maxLength: 1 }), fc.string(), fc.nat(70).map(String), fc.nat().map(String)),
  ),
  { maxLength: 200 },
)

describe('persistent map', () => {
  it('holds what a Map holds after the same steps, in every version', () => {
    fc.assert(
      fc.property(steps, (taken: readonly Step[]) => {
        const model = new Map<string, number>()
        let map = PersistentMap.empty<number>()
        const versions: { readonly map: PersistentMap<number>; readonly model: Map<string, number> }[] = []
        taken.forEach(([what, key], value) => {
          if (what === 'set') model.set(key, value)
          else model.delete(key)
          map = what === 'set' ? map.set(key, value) : map.delete(key)
          versions.push({ map, model: new Map(model) })
        })
        for (const version of versions) expectSame(version.map, version.model)
      }),
    )
  })

  for (const prefix of ['key ', '']) {
    it(`grows to many keys and shrinks to none, called '${prefix}1', '${prefix}2', …`, () => {
      let map = PersistentMap.empty<number>()
      for (let i = 0; i < 20_000; i++) map = map.set(`${prefix}${i}`, i)
      expect(map.size).to.equal(20_000)
      for (let i = 0; i < 20_000; i++) expect(map.get(`${prefix}${i}`)).to.equal(i)
      for (let i = 0; i < 20_000; i++) map = map.delete(`${prefix}${i}`)
      expect([...map]).to.deep.equal([])
      expect(map.size).to.equal(0)
    })
  }

  it('holds what a Map holds whatever the hashes, also those that differ in their highest bits alone', () => {
    const keys = fc.array(fc.oneof(fc.integer({ min: -0x80000000, max: 0x7fffffff }), fc.nat(40)), { maxLength: 60 })
    fc.assert(
      fc.property(keys, (numbers) => {
        let map = PersistentMap.empty<number>(Number)
        for (const number of numbers) map = map.set(String(number), number)
        expectSame(map, new Map(numbers.map((number) => [String(number), number])))
        for (const number of numbers) map = map.delete(String(number))
        expect([...map]).to.deep.equal([])
      }),
    )
  })

  it('keeps keys of the same hash apart', () => {
    // All hashes are 0 under this function, so every key clashes.
    let map = PersistentMap.empty<number>(() => 0)
    for (const key of ['a', 'b', 'c']) map = map.set(key, key.charCodeAt(0))
    map = map.set('b', 0)
    expect([...map].sort()).to.deep.equal([
      ['a', 97],
      ['b', 0],
      ['c', 99],
    ])
    expect(map.get('d')).to.equal(undefined)
    map = map.delete('a').delete('d').delete('c')
    expect([...map]).to.deep.equal([['b', 0]])
  })
})

function expectSame(map: PersistentMap<number>, model: ReadonlyMap<string, number>): void {
  expect(map.size).to.equal(model.size)
  expect(new Map(map)).to.deep.equal(model)
  for (const [key, value] of model) expect(map.get(key)).to.equal(value)
}
