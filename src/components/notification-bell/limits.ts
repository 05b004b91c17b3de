// Bounds of the bell, by name.

export const BELL: { readonly shown: number; readonly badgeMost: number } = {
  /** Newest notifications shown when `limit` is not given; the client keeps at most 200. */
  shown: 50,
  badgeMost: 99,
}
