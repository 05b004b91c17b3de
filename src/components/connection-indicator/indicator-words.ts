// One word or two for the connection, from the same kinds the banner shows.
import { bannerKind } from '../../core/banner.ts'
import type { ConnectionStatus } from '../../core/model.ts'
import type { IndicatorStrings } from '../strings/en-parts/indicator.ts'
import type { IndicatorStatus } from './data-attributes.ts'

export interface IndicatorFacts {
  readonly status: IndicatorStatus
  readonly hasEverConnected: boolean
}

/** `stale`: connected, and the link has not answered in time. */
export function indicatorStatus(status: ConnectionStatus): IndicatorStatus {
  const kind = bannerKind(status)
  if (kind !== null) return kind
  if (status.state !== 'connected') return 'idle'
  return status.freshness === 'live' ? 'live' : 'stale'
}

/** Waiting and dialing take turns, so both are one word. */
export function indicatorWords({ status, hasEverConnected }: IndicatorFacts, text: IndicatorStrings): string {
  switch (status) {
    case 'live':
      return text.indicatorLive
    case 'stale':
      return text.indicatorStale
    case 'idle':
      return text.indicatorIdle
    case 'offline':
      return text.indicatorOffline
    case 'connecting':
    case 'waiting':
      return hasEverConnected ? text.indicatorReconnecting : text.indicatorConnecting
    case 'blocked':
      return text.indicatorBlocked
    case 'unreachable':
      return text.indicatorUnreachable
    case 'signed-out':
      return text.indicatorSignedOut
    case 'replaced':
      return text.indicatorReplaced
    case 'catching-up':
      return text.indicatorCatchingUp
  }
}
