// What a follower knows of its leader's link, and its own state as it is shown beside that.
import { shallowEqual } from '../../core/shallow-equal.ts'
import type { MachineState } from '../../core/state.ts'
import { followed } from './followed.ts'
import * as TABS from './limits.ts'
import type { LinkStatus } from './messages.ts'

export interface Mirror {
  readonly heard: (status: LinkStatus) => void
  /** The leader is not heard of any more. */
  readonly clear: () => void
  /** Live, and heard of just now: whatever fails between it and this page is not its link. */
  readonly isLeaderLive: () => boolean
  /** The same object while nothing in it changed. */
  readonly shown: (state: MachineState) => MachineState
}

export function createMirror(now: () => number): Mirror {
  let leader: { readonly status: LinkStatus; readonly heardAt: number } | null = null
  let last: { readonly of: MachineState; readonly shown: MachineState } | null = null
  return {
    heard(status) {
      leader = { status, heardAt: now() }
    },
    clear() {
      leader = null
    },
    isLeaderLive: () => leader !== null && leader.status.freshness === 'live' && now() - leader.heardAt < TABS.silentMs,
    shown(state) {
      const merged = followed(state.status, leader?.status ?? null)
      const status = last !== null && shallowEqual(last.shown.status, merged) ? last.shown.status : merged
      if (last?.of !== state || last.shown.status !== status)
        last = { of: state, shown: status === state.status ? state : { ...state, status } }
      return last.shown
    },
  }
}
