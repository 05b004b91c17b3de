// The words for each kind: a headline and, where there is more to say, a second sentence.
import type { BannerStrings } from '../strings/en-parts/banner.ts'
import type { BannerStatus } from './banner-machine.ts'
import * as BANNER from './limits.ts'

export interface BannerFacts {
  readonly status: BannerStatus
  readonly hasEverConnected: boolean
  /** The wait now running is told as an outage: it was long from its start, or the server is known to be down. */
  readonly isLongWait: boolean
  /** Whole seconds to the next attempt; null when none is planned or the time is not known yet. */
  readonly seconds: number | null
}

export function headlineOf(facts: BannerFacts, text: BannerStrings): string {
  switch (facts.status) {
    case 'offline':
      return text.bannerOffline
    case 'connecting':
      return facts.hasEverConnected ? text.bannerReconnecting : text.bannerConnecting
    case 'waiting':
      return facts.isLongWait ? text.bannerUnreachable : text.bannerLost
    case 'unreachable':
      return text.bannerUnreachable
    case 'blocked':
      return text.bannerBlocked
    case 'signed-out':
      return text.bannerSignedOut
    case 'replaced':
      return text.bannerReplaced
    case 'catching-up':
    case 'restored':
      return text.bannerRestored
  }
}

export function detailOf(status: BannerStatus, text: BannerStrings): string | null {
  switch (status) {
    case 'offline':
      return text.bannerOfflineDetail
    case 'blocked':
      return text.bannerBlockedDetail
    case 'signed-out':
      return text.bannerSignedOutDetail
    case 'catching-up':
      return text.bannerCatchingUp
    case 'connecting':
    case 'waiting':
    case 'unreachable':
    case 'replaced':
    case 'restored':
      return null
  }
}

/** What a screen reader is told: the same words without a number that would be old when it is read. */
export function spokenText(facts: BannerFacts, text: BannerStrings): string {
  const detail = facts.status === 'waiting' ? text.bannerRetrySoon : detailOf(facts.status, text)
  const headline = headlineOf(facts, text)
  return detail === null ? headline : `${headline} ${detail}`
}

export function namesSeconds(seconds: number | null): seconds is number {
  return seconds !== null && seconds >= BANNER.leastSecondsNamed
}
