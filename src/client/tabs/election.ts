// Which tab leads: the one that holds the lock. A leader whose beats stop loses it to a follower that somebody looks at (TAB1).
//
//            granted                        stolen
//   joining ────────► leading ─────────────────────────► following ──► leading   (granted in turn, or taken after 3 s of silence)
//      │ beat heard ──────────────────────────────────────► ▲
//      └ the browser refuses, or sharing fails ► alone      (also from following)
import type { Alarms } from '../alarms.ts'
import type { Beat } from './messages.ts'
import type { TabsWorld } from './tabs-world.ts'
import { createTurn, type How } from './turn.ts'
import { createWatch } from './watch.ts'

export type Role =
  | { readonly name: 'out' | 'joining' | 'alone' }
  | { readonly name: 'leading'; readonly leader: string; readonly term: number }
  /** `leader`: null while it is known to no one. */
  | { readonly name: 'following'; readonly leader: string | null }

export interface ElectionParts {
  readonly tabs: TabsWorld
  readonly lock: string
  readonly world: { readonly now: () => number; readonly roll: () => number; readonly id: () => string }
  readonly alarms: Pick<Alarms, 'set'>
  readonly isVisible: () => boolean
  /** Asks whoever leads for a beat. */
  readonly ask: () => void
  readonly changed: (role: Role) => void
}

export interface Election {
  readonly role: () => Role
  readonly join: () => void
  readonly leave: () => void
  /** Shares no more, from now on. */
  readonly secede: () => void
  /** True when it is the beat of the leader that this page follows. */
  readonly heard: (beat: Beat) => boolean
  /** Somebody looks at the page again. */
  readonly look: () => void
}

export function createElection(parts: ElectionParts): Election {
  const { tabs, lock, world } = parts
  let role: Role = { name: 'out' }
  /** The highest term heard of. A leader's first is the time, so that a tab that heard of none still comes after those before it. */
  let term = 0
  const watch = createWatch({ ...parts, over: () => turn.take('steal') })
  const turn = createTurn(tabs, lock, { granted: () => lead(), lost: how => lost(how) })

  const become = (next: Role): void => {
    role = next
    parts.changed(next)
  }

  const lead = (): void => {
    watch.stop()
    term = Math.max(term + 1, Math.floor(world.now()))
    become({ name: 'leading', leader: world.id(), term })
  }

  const lost = (how: How): void => {
    // A browser that refuses a lock to whoever waits in turn will refuse it to all.
    if (role.name !== 'leading' && how === 'in-turn') return end('alone')
    become({ name: 'following', leader: null })
    turn.take('in-turn')
    watch.start()
  }

  const end = (name: 'out' | 'alone'): void => {
    if (role.name === name || role.name === 'alone') return
    watch.stop()
    become({ name })
    turn.giveUp()
  }

  return {
    role: () => role,
    join() {
      if (role.name !== 'out') return
      role = { name: 'joining' }
      turn.take('in-turn')
      parts.ask()
      watch.start()
    },
    leave: () => end('out'),
    secede: () => end('alone'),
    heard(beat) {
      // A leader that was replaced may wake, and not know it yet.
      if (beat.term < term || !isWaiting(role)) return false
      term = beat.term
      watch.heard()
      if (role.name !== 'following' || role.leader !== beat.leader) become({ name: 'following', leader: beat.leader })
      return true
    },
    look: () => (isWaiting(role) ? watch.look() : undefined),
  }
}

const isWaiting = ({ name }: Role): boolean => name === 'joining' || name === 'following'
