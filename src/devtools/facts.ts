// The connection in a dozen facts, for a definition list.
import type { TabRole } from '../core/flight.ts'
import type { ConnectionStatus } from '../core/model.ts'
import type { Reading } from './reader.ts'
import { clockWords, countWords, spanWords } from './words.ts'

export type Tone = 'good' | 'busy' | 'bad'
export type Fact = readonly [term: string, value: string]

/** `now`: null where no clock runs yet. */
export function factsOf({ status, flight, unread }: Reading, now: number | null): readonly Fact[] {
  const { cursor = null, tab = 'each' } = flight
  const facts: readonly (readonly [string, string | null])[] = [
    ['State', status.state],
    ['Since', status.since === 0 ? null : clockWords(status.since)],
    ['Data', status.freshness],
    ['Stale since', status.staleSince === null ? null : clockWords(status.staleSince)],
    ['Reason', status.reason],
    ['Next try', nextAttempt(status, now)],
    ['Error', status.error && `${status.error.code}: ${status.error.message}`],
    ['Round trip', status.latencyMs === null ? 'not measured yet' : spanWords(status.latencyMs)],
    ['Idle limit', status.idleLimitMs === null ? 'none seen' : spanWords(status.idleLimitMs)],
    ['Resumed by', status.recovery],
    ['Cursor', cursor && countWords(cursor.offset)],
    ['Epoch', cursor && cursor.epoch],
    ['Storage', status.storage],
    ['Tab', TABS[tab]],
    ['Unread', countWords(unread)],
  ]
  return facts.flatMap(([term, value]) => (value === null ? [] : [[term, value] as const]))
}

const TABS: Readonly<Record<TabRole, string>> = {
  each: 'has its own socket',
  out: 'shares, idle',
  joining: 'looks for a leader',
  leading: 'leads',
  following: 'follows',
  alone: 'could not share',
}

function nextAttempt({ retryAt, attempt }: ConnectionStatus, now: number | null): string | null {
  if (retryAt === null) return attempt === 0 ? null : `now, after ${countWords(attempt)} failed`
  const inS = now === null ? '…' : countWords(Math.max(0, Math.ceil((retryAt - now) / 1_000)))
  return `in ${inS} s, after ${countWords(attempt)} failed`
}

/** The phase that the last transition led to. */
export const phaseOf = ({ flight: { entries, start } }: Reading): string => entries.at(-1)?.after ?? start.phase.name

export function toneOf({ state, freshness }: ConnectionStatus): Tone {
  if (state === 'connected') return freshness === 'live' ? 'good' : 'busy'
  return state === 'connecting' || state === 'reconnecting' ? 'busy' : 'bad'
}
