/** Offsets of the values of one text. */
export interface Positions {
  /** The offset of the key (in a list: of the value) that the keys lead to; of the nearest ancestor that is there. */
  find(keys: readonly string[]): number
}
