// Who wants to be woken when a user's log grows, or when there is work. A wake is a hint, never truth (LOG5).

export interface Wakers {
  watch(user: string, wake: () => void): () => void
  watchWork(wake: () => void): () => void
  wake(users: Iterable<string>): void
  wakeWork(): void
  wakeEveryone(): void
  clear(): void
}

export function createWakers(): Wakers {
  const byUser = new Map<string, Set<() => void>>()
  const work = new Set<() => void>()

  function watch(user: string, wake: () => void): () => void {
    const own = () => wake()
    const wakes = byUser.get(user) ?? new Set()
    byUser.set(user, wakes.add(own))
    return () => {
      wakes.delete(own)
      if (wakes.size === 0 && byUser.get(user) === wakes) byUser.delete(user)
    }
  }

  function watchWork(wake: () => void): () => void {
    const own = () => wake()
    work.add(own)
    return () => void work.delete(own)
  }

  return {
    watch,
    watchWork,
    wake(users) {
      for (const user of users) wakeAll(byUser.get(user) ?? new Set())
    },
    wakeWork: () => wakeAll(work),
    wakeEveryone() {
      for (const wakes of [...byUser.values(), work]) wakeAll(wakes)
    },
    clear() {
      byUser.clear()
      work.clear()
    },
  }
}

function wakeAll(wakes: ReadonlySet<() => void>): void {
  for (const wake of wakes) void wakeLater(wakes, wake)
}

// In a later microtask: a throwing listener cannot fail the append that woke it, and one that left meanwhile is let be.
async function wakeLater(wakes: ReadonlySet<() => void>, wake: () => void): Promise<void> {
  await Promise.resolve()
  if (wakes.has(wake)) wake()
}
