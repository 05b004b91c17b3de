// The evidence that a page gives of what it was told and what it said: all that rules may look at.
import type { ResilientSocket } from '../client/index.ts'
import type { Outcome, Sent, Task } from '../core/model.ts'
import type { Tap } from './wire.ts'

/** A send on record, and how it ended. */
export interface SendRecord {
  readonly id: string
  readonly op: string
  readonly sentAt: number
  readonly ttlMs: number
  /** Who the page knew to be signed in; null: nobody yet. */
  readonly user: string | null
  readonly cancel: () => boolean
  outcome: Outcome | null
  settledAt: number | null
  settlements: number
  /** `cancel()` said that it will never run. */
  cancelled: boolean
}

export interface Place {
  readonly epoch: string
  readonly offset: number
}

export interface PageRecord {
  /** Instants of dials on the page's own clock. */
  readonly dials: readonly number[]
  readonly sends: ReadonlyMap<string, SendRecord>
  /** Ids that `notification` told since this user came. */
  readonly told: ReadonlySet<string>
  /** Under whichever user, true time of the first: the end of a page forgets its user too. */
  readonly everTold: ReadonlyMap<string, number>
  /** The first id that was told a second time; null: none was. */
  toldAgain(): string | null
  /** Ids of the application's events, in the order in which they were heard. */
  readonly heard: readonly string[]
  /** What `task` showed since the last look. */
  takeShown(): readonly Task[]
  /** Ids of tasks that were shown since this user came: newest last. */
  readonly shownIds: ReadonlySet<string>
  /** The user of the last welcome. */
  user(): string | null
  /** Up to where the last reset excuses what was missed; the highest of all. */
  excusedTo(): Place | null
  /** The cursor of the first snapshot of this user, taken whole. */
  firstAt(): Place | null
  /** Ids of the notifications that the first load found. */
  readonly history: ReadonlySet<string>
  /** Since when this user is known, true time. */
  userSince(): number
  /** When it was told of the history that it is in. */
  epochSince(): number
  /** What came down last moved the page to here. */
  place(): Place | null
  /** Bytes the server sent ahead of the acks that reached it, on the newest socket. */
  aheadBytes(): number
  /** What receipts said that reached the page, by command id. */
  readonly receipts: ReadonlyMap<string, string>
  /** Commands written and not yet answered on the newest socket. */
  inFlight(): number
  resets(): number
  /** How often another user came. */
  switches(): number
  /** When the page was disturbed last: slept, jumped, throttled, told by the user. */
  disturbedAt(): number
  disturb(): void
  /** The line, or what answers on it, was in trouble: what the page learned of its round trip is worth nothing. */
  trouble(): void
  troubledAt(): number
  /** The user came back, or the browser said that the world did. */
  returned(): void
  returnedAt(): number
  /** Since when something has been under way, as of now; null: nothing is. */
  busySince(isBusy: boolean): number | null
  /** Timers of the page are held back. */
  isThrottled(): boolean
  throttled(now: boolean): void
  /** How long it has been seen in this phase, ms. */
  phaseFor(phase: string, now: number): number
  dialed(pageNow: number): void
  sent(sent: Sent, how: { readonly op: string; readonly ttlMs: number }): void
  cancelled(id: string): void
  listen(socket: ResilientSocket): void
  /** Follows sends that earlier pages left. */
  inherit(socket: ResilientSocket): void
  closes(socket: ResilientSocket): void
  /** Sends that the page showed as kept and unsettled when the browser closed it. */
  readonly left: ReadonlySet<string>
  /** Somebody signed out here, or was told to go. */
  isSignedOut(): boolean
  /** Evidence of what is said on a socket, or on a line to the leading tab. */
  tap(of: 'wire' | 'line'): Tap
  /** Hears of every frame at the page's end of the wire. */
  follow(listen: (line: string) => void): void
  /** Forgets what is settled and old, for long runs. */
  prune(before: number): void
}
