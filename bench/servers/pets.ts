/** What every server of the benchmark answers with: an object of eight fields, and how a request for it looks. */
export const petBody = {
  name: 'Rex',
  kind: 'dog',
  age: 4,
  weight: 12.5,
  vaccinated: true,
  bornOn: '2021-03-04',
  tags: ['brown', 'friendly'],
}

export interface Pet {
  readonly id: number
  readonly name: string
}

export function petOf(id: number): Pet {
  return { id, ...petBody }
}
