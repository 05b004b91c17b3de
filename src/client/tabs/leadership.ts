// One term of leading: the relay, and the beats that say it lives. Where no other tab was heard of for a minute it is silent.
import type { Alarms } from '../alarms.ts'
import * as TABS from './limits.ts'
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
  /** Lines from before this instant may be those of tabs that follow another by now. */
  readonly believedFrom: () => number
  readonly heard: (message: BusMessage) => void
  /** The leader's state moved: who waits may be let in, and the others are told how the link stands now. */
  readonly moved: (isStatusNew: boolean) => void
  readonly end: () => void
}

export function beginLeading({ leader, term, relay, now, alarms, status, post, reconnect }: LeadershipParts): Leadership {
  let companyUntil = 0
  let dueAt = Infinity
  let beatAt = now()
  let wokeAt = -Infinity
  let stop: (() => void) | null = null

  // Whoever heard nothing for so long may have taken the lead, and what was asked of this tab before, its sender may have asked of that one.
  const isSilent = (): boolean => now() - beatAt >= TABS.silentMs

  const beat = (): void => {
    if (isSilent()) wokeAt = now()
    beatAt = now()
    post({ type: 'beat', leader, term, status: status() })
  }

  const arm = (): void => {
    const isAlone = relay.count() === 0 && now() >= companyUntil
    dueAt = isAlone ? Infinity : now() + TABS.beatMs
    stop = isAlone ? null : alarms.set(dueAt, tick)
  }
  // Nobody followed until now, so nobody missed a beat.
  const begin = (): void => {
    beatAt = now()
    arm()
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
    believedFrom: () => (isSilent() ? Infinity : wokeAt),
    moved(isStatusNew) {
      relay.look()
      if (isStatusNew && stop !== null) beat()
    },
    heard(message) {
      companyUntil = now() + TABS.companyMs
      if (stop === null) begin()
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
