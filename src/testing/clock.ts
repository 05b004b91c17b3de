// Virtual time: one queue of what is due, ordered by instant and then by when it was asked for.

export interface Clock {
  /** Epoch ms, true time: no host's own clock. */
  readonly now: () => number
  /** Runs `run` once at `instant`, or now if that is past. Returns a cancel. */
  at(instant: number, run: () => void): () => void
  /** Takes what is due next, by `until` at the latest, and moves time to it. */
  next(until: number): (() => void) | null
  /** How much is waiting. */
  pending(): number
}

interface Due {
  readonly at: number
  readonly order: number
  run: (() => void) | null
}

export function createClock(start: number): Clock {
  const heap: Due[] = []
  let now = start
  let order = 0
  let waiting = 0

  function take(): Due | null {
    const [first] = heap
    if (first === undefined) return null
    const last = heap.pop()
    if (last !== undefined && heap.length > 0) sinkFrom(heap, last)
    return first
  }

  return {
    now: () => now,
    pending: () => waiting,
    at(instant, run) {
      const due: Due = { at: Math.max(now, Math.ceil(instant)), order: (order += 1), run }
      waiting += 1
      riseTo(heap, due)
      return () => {
        if (due.run !== null) waiting -= 1
        due.run = null
      }
    },
    next(until) {
      for (let [first] = heap; first !== undefined && first.at <= until; [first] = heap) {
        take()
        const { run } = first
        if (run === null) continue
        first.run = null
        waiting -= 1
        now = first.at
        return run
      }
      now = Math.max(now, until)
      return null
    },
  }
}

const isBefore = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)

function riseTo(heap: Due[], due: Due): void {
  let index = heap.push(due) - 1
  for (let up = (index - 1) >> 1; index > 0; up = (index - 1) >> 1) {
    const parent = heap[up]
    if (parent === undefined || isBefore(parent, due)) break
    heap[index] = parent
    heap[(index = up)] = due
  }
}

function sinkFrom(heap: Due[], due: Due): void {
  let index = 0
  for (;;) {
    const left = 2 * index + 1
    const [a, b] = [heap[left], heap[left + 1]]
    const below = a !== undefined && b !== undefined && isBefore(b, a) ? left + 1 : left
    const child = heap[below]
    if (child === undefined || isBefore(due, child)) break
    heap[index] = child
    index = below
  }
  heap[index] = due
}
