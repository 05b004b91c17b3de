// This page's claim to the lock: one at a time, and nothing is heard of those it gave up.
import type { Claim, TabsWorld } from './tabs-world.ts'

export type How = 'in-turn' | 'steal'

export interface Turn {
  readonly take: (how: How) => void
  readonly giveUp: () => void
}

export interface TurnParts {
  readonly granted: Claim['granted']
  readonly lost: (how: How) => void
}

export function createTurn(tabs: TabsWorld, lock: string, { granted, lost }: TurnParts): Turn {
  let current: { free: () => void } | null = null
  return {
    take(how) {
      current?.free()
      const own = { free: (): void => {} }
      current = own
      const ifCurrent = (act: () => void) => () => (current === own ? act() : undefined)
      own.free = tabs.claim(lock, how, { granted: ifCurrent(granted), lost: ifCurrent(() => lost(how)) })
    },
    giveUp() {
      const given = current
      current = null
      given?.free()
    },
  }
}
