/** Says why a value is not written as declared. */
export type Report = (message: string) => void
