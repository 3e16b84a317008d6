/** Every callback bears it: so a mock that is called back knows, keeps its admin API shut and calls nobody back in turn. */
export const CALLBACK_HEADER = 'lockstep-callback'
