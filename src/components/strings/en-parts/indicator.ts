// The indicator's words in English.
import type { Words } from '../words.ts'

export interface IndicatorStrings {
  readonly indicatorLive: string
  readonly indicatorStale: string
  readonly indicatorOffline: string
  readonly indicatorConnecting: string
  readonly indicatorReconnecting: string
  readonly indicatorUnreachable: string
  readonly indicatorBlocked: string
  readonly indicatorSignedOut: string
  readonly indicatorReplaced: string
  readonly indicatorCatchingUp: string
  readonly indicatorIdle: string
  /** Sends that the server has not answered yet. */
  readonly indicatorQueued: (count: number, words: Words) => string
  readonly indicatorLatency: (ms: number, words: Words) => string
}

export const indicatorEn: IndicatorStrings = {
  indicatorLive: 'Live',
  indicatorStale: 'Checking connection',
  indicatorOffline: 'Offline',
  indicatorConnecting: 'Connecting',
  indicatorReconnecting: 'Reconnecting',
  indicatorUnreachable: 'No connection',
  indicatorBlocked: 'Blocked',
  indicatorSignedOut: 'Signed out',
  indicatorReplaced: 'Open elsewhere',
  indicatorCatchingUp: 'Catching up',
  indicatorIdle: 'Not connected',
  indicatorQueued: (count, words) => `${words.number(count)} to send`,
  indicatorLatency: (ms, words) => `The server answers in ${words.number(ms)} ms`,
}
