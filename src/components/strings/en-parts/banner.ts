// The banner's words in English.
import type { Words } from '../words.ts'

export interface BannerStrings {
  readonly bannerLabel: string
  readonly bannerOffline: string
  readonly bannerOfflineDetail: string
  /** The very first attempt of a page that has never been connected. */
  readonly bannerConnecting: string
  readonly bannerReconnecting: string
  readonly bannerLost: string
  readonly bannerUnreachable: string
  readonly bannerBlocked: string
  readonly bannerBlockedDetail: string
  readonly bannerRetrySoon: string
  readonly bannerRetryIn: (seconds: number, words: Words) => string
  readonly bannerSignedOut: string
  readonly bannerSignedOutDetail: string
  readonly bannerReplaced: string
  readonly bannerRestored: string
  readonly bannerCatchingUp: string
  readonly bannerTryNow: string
  readonly bannerTryAgain: string
  readonly bannerUseHere: string
  readonly bannerSignIn: string
  readonly bannerDismiss: string
}

export const bannerEn: BannerStrings = {
  bannerLabel: 'Connection',
  bannerOffline: "You're offline.",
  bannerOfflineDetail: "Messages you send will go out when you're back.",
  bannerConnecting: 'Connecting…',
  bannerReconnecting: 'Reconnecting…',
  bannerLost: 'Connection lost.',
  bannerUnreachable: "Can't reach the server.",
  bannerBlocked: "Live updates can't get through.",
  bannerBlockedDetail: 'The server answers, but something on the way blocks them. Another network may help.',
  bannerRetrySoon: 'Trying again soon…',
  bannerRetryIn: (seconds, words) =>
    `Trying again in ${words.number(seconds)} ${words.plural(seconds, { one: 'second', other: 'seconds' })}.`,
  bannerSignedOut: 'Your session has ended.',
  bannerSignedOutDetail: 'Sign in to reconnect.',
  bannerReplaced: 'Open in another window.',
  bannerRestored: 'Back online.',
  bannerCatchingUp: 'Catching up…',
  bannerTryNow: 'Try now',
  bannerTryAgain: 'Try again',
  bannerUseHere: 'Use here',
  bannerSignIn: 'Sign in',
  bannerDismiss: 'Dismiss',
}
