// Bounds of the sqlite store.

export const SQLITE: { readonly busyMs: number; readonly pollMs: number } = {
  /** How long a step waits for another process to finish its own. */
  busyMs: 5000,
  /** How soon the writes of other processes are noticed (STORE2). */
  pollMs: 100,
}
