// One term of leading: the relay, and the beats that say it lives. Where no other tab was heard of for a minute it is silent.
import type { Alarms } from '../alarms.ts'
import { TABS } from './limits.ts'
import type { Beat, BusMessage } from './messages.ts'
import type { Relay } from './relay.ts'
import { LEADER_GONE } from './tap.ts'

export interface LeadershipParts {
  readonly leader: string
  readonly term: number
  readonly relay: Relay
  readonly now: () => number
  readonly alarms: Pick<Alarms, 'set'>
  readonly status: () => Beat['status']
  readonly post: (message: BusMessage) => void
  readonly reconnect: () => void
}

export interface Leadership {
  readonly relay: Relay
  /** Its timers run. */
  readonly isAwake: () => boolean
  readonly heard: (message: BusMessage) => void
  /** The leader's state moved: who waits may be let in, and the others are told how the link stands now. */
  readonly moved: (isStatusNew: boolean) => void
  readonly end: () => void
}

export function beginLeading({ leader, term, relay, now, alarms, status, post, reconnect }: LeadershipParts): Leadership {
  let companyUntil = 0
  let dueAt = Infinity
  let stop: (() => void) | null = null

  const beat = (): void => post({ type: 'beat', leader, term, status: status() })

  const arm = (): void => {
    const isAlone = relay.count() === 0 && now() >= companyUntil
    dueAt = isAlone ? Infinity : now() + TABS.beatMs
    stop = isAlone ? null : alarms.set(dueAt, tick)
  }
  const tick = (): void => {
    relay.sweep()
    beat()
    arm()
  }

  // A frozen page may still be told things, while its timers and its socket stand still: then it must not say that it lives.
  const isAwake = (): boolean => now() - dueAt < TABS.silentMs

  beat()
  return {
    relay,
    isAwake,
    moved(isStatusNew) {
      relay.look()
      if (isStatusNew && stop !== null) beat()
    },
    heard(message) {
      companyUntil = now() + TABS.companyMs
      if (stop === null) arm()
      if (message.type === 'ask' && isAwake()) beat()
      if (message.type === 'knock' && message.leader === leader) relay.knocked(message.line)
      if (message.type === 'reconnect' && message.leader === leader) reconnect()
    },
    end() {
      stop?.()
      relay.close(LEADER_GONE, 'another tab leads')
    },
  }
}
