// Where records are kept: three things that a place must be able to do. Write your own for another one, as React Native's AsyncStorage.

/** Texts under keys. What it gives back is checked before it is used. A method that throws or rejects makes the page go on in memory for a while. */
export interface Records {
  /** Those whose key begins with `prefix`. */
  read(prefix: string): Promise<ReadonlyMap<string, unknown>>
  /**
   * One step that nothing comes between: reads these keys and writes what `change` makes of them. null removes a record; what `change` leaves out
   * stays. It resolves when all of it would outlive the page: with `strict`, also a loss of power. Steps begin in the order of the calls.
   */
  update(keys: readonly string[], change: (found: ReadonlyMap<string, unknown>) => Changes, durability: 'strict' | 'relaxed'): Promise<void>
  /** Tells which pages that share the records are alive. Left out: there is one page at a time, as in a native app. */
  readonly locks?: Locks | undefined
}

export type Changes = ReadonlyMap<string, string | null>

/** Locks that end with the page that holds them, however it ends. */
export interface Locks {
  /** Waits in line. Held until the returned release is called or the page ends; an abort leaves the line. */
  hold(name: string, signal: AbortSignal): Promise<() => void>
  /** The names of all that are held now, by any page. */
  held(): Promise<ReadonlySet<string>>
}
