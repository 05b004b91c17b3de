// Whether this page follows: an answer for whoever must know before it dials, as soon as there is one.
import type { Role } from './election.ts'

export interface RollCall {
  readonly ask: (role: Role) => Promise<boolean>
  readonly answer: (role: Role) => void
}

export function createRollCall(): RollCall {
  const waiting = new Set<(follows: boolean) => void>()
  const isKnown = ({ name }: Role) => name !== 'out' && name !== 'joining'
  return {
    ask: role =>
      new Promise(resolve => {
        if (isKnown(role)) resolve(role.name === 'following')
        else waiting.add(resolve)
      }),
    answer(role) {
      if (!isKnown(role)) return
      for (const resolve of waiting) resolve(role.name === 'following')
      waiting.clear()
    },
  }
}
