// Turns a status into the one kind that banner, button and indicator show, so that they never disagree.
import type { ConnectionStatus, Reason } from './model.ts'

export type BannerKind = 'offline' | 'connecting' | 'waiting' | 'blocked' | 'unreachable' | 'signed-out' | 'replaced' | 'catching-up'

/** null: nothing to tell, because the link is live or because nobody wants one. A suspect link is still connected. */
export function bannerKind(status: ConnectionStatus): BannerKind | null {
  switch (status.state) {
    case 'idle':
      return null
    case 'connected':
      return status.freshness === 'catching-up' ? 'catching-up' : null
    case 'disconnected':
      return haltedKind(status.reason)
    case 'connecting':
    case 'reconnecting':
      return tryingKind(status)
  }
}

function haltedKind(reason: Reason | null): BannerKind | null {
  switch (reason) {
    case 'signed-out':
    case 'forbidden':
    case 'revoked':
      return 'signed-out'
    case 'replaced':
      return 'replaced'
    case 'offline':
      return 'offline'
    case 'closed-by-user':
    case 'disabled':
      return null
    case 'blocked':
      return 'blocked'
    case 'server-down':
    case 'incompatible':
    case 'gave-up':
    case 'unknown':
    case null:
      return 'unreachable'
  }
}

function tryingKind({ reason, retryAt }: ConnectionStatus): BannerKind {
  if (reason === 'offline' || reason === 'blocked' || reason === 'signed-out') return reason
  return retryAt === null ? 'connecting' : 'waiting'
}
