// What a follower shows of the connection: the leader's link, unless its own line to the leader stands worse.
import type { ConnectionStatus, Freshness } from '../../core/model.ts'
import type { LinkStatus } from './messages.ts'

const RANKS: Readonly<Record<Freshness, number>> = { live: 0, 'catching-up': 1, stale: 2 }

/** The same object as `own` where the leader has nothing to add. */
export function followed(own: ConnectionStatus, leader: LinkStatus | null): ConnectionStatus {
  const isOver = own.state === 'idle' || own.state === 'disconnected'
  if (leader === null || isOver || leader.state === 'idle' || leader.state === 'disconnected') return own
  const isJoining = own.state !== 'connected' && leader.state === 'connected'
  if (isJoining) return own
  const freshness = RANKS[own.freshness] >= RANKS[leader.freshness] ? own.freshness : leader.freshness
  return {
    ...leader,
    freshness,
    staleSince: freshness === 'live' ? null : (leader.staleSince ?? own.staleSince),
    noticeable: leader.noticeable || own.noticeable,
    hasEverConnected: leader.hasEverConnected || own.hasEverConnected,
    recovery: own.recovery,
    queued: own.queued,
    storage: own.storage,
  }
}
