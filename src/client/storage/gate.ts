// What waits while a gate is shut goes through in order when it opens.

export interface Gate {
  readonly pass: (run: () => void) => void
  readonly shut: () => void
  readonly open: () => void
  readonly isShut: () => boolean
}

export function createGate(): Gate {
  let waiting: (() => void)[] | null = null
  return {
    pass(run) {
      if (waiting === null) run()
      else waiting.push(run)
    },
    shut() {
      waiting ??= []
    },
    open() {
      const runs = waiting ?? []
      waiting = null
      for (const run of runs) run()
    },
    isShut: () => waiting !== null,
  }
}
