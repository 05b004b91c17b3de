// The machine's whole state. A phase holds what means something only in it; the rest outlives sockets.
import type { Bye, SnapshotFrame, SnapshotReason, Welcome } from '../protocol/frames.ts'
import type { Cursor, ReasonedError } from '../protocol/values.ts'
import { type Asks, NO_ASKS } from './asks.ts'
import { type Diagnosis, NO_DIAGNOSIS } from './classify.ts'
import type { Effect } from './effects.ts'
import { type Hedges, NO_HEDGES } from './hedge.ts'
import { type IdleLimit, NO_IDLE_LIMIT } from './idle-limit.ts'
import type { ConnectionStatus, Reason } from './model.ts'
import { NO_NOTIFICATIONS, type NotificationBook } from './notifications.ts'
import { EMPTY_OUTBOX, type Outbox } from './outbox.ts'
import type { RoundTrip } from './round-trip.ts'
import type { Settings } from './settings.ts'
import type { TaskBook } from './tasks.ts'

export type IdleWhy = 'new' | 'closed-by-user' | 'disabled' | 'signed-out' | 'page-hidden' | 'disposed'

/** The heartbeat of one socket. Any frame proves the peer alive; a pong also measures the way (LIFE1). */
export interface Pulse {
  readonly heardAt: number
  /** The longest silence that this link bore. */
  readonly boreMs: number
  /** The last ping. `by`: the deadline of its proof, null once any frame came or it passed. `spreadMs`: what a candidate then spreads over. */
  readonly ping: { readonly id: number; readonly sentAt: number; readonly by: number | null; readonly spreadMs: number } | null
  /** Since when nobody knows whether the link lives; null again with any frame. */
  readonly suspectAt: number | null
}

/** Parts of a snapshot that arrived so far, in order. */
export interface Staging {
  readonly cursor: Cursor
  readonly parts: number
  readonly got: readonly SnapshotFrame[]
}

/** A welcomed socket. */
export interface Link {
  readonly dial: number
  readonly welcome: Welcome
  /** The epoch its frames speak of; a snapshot may change it. */
  readonly epoch: string
  readonly forecast: SnapshotReason | null
  readonly staging: Staging | null
  /** null while catching up; then since when. */
  readonly caughtUpAt: number | null
  /** When it has lasted long enough to forgive earlier failures; null once that is done. */
  readonly stableAt: number | null
  readonly pulse: Pulse
  readonly unacked: { readonly frames: number; readonly bytes: number; readonly since: number | null }
  /** Cursors of receipts whose effect has not arrived yet, perhaps of a history that we are still to be told of (GAP4). */
  readonly awaited: readonly { readonly epoch: string; readonly offset: number; readonly since: number }[]
  readonly bye: Bye | null
}

/** On the way to a link: the whole phase, or a candidate beside the link that it may replace. */
export type Attempt =
  | { readonly name: 'dialing'; readonly dial: number; readonly stage: 'token' | 'socket'; readonly by: number }
  | { readonly name: 'greeting'; readonly dial: number; readonly by: number; readonly helloAt: number; readonly bye: Bye | null }
  | { readonly name: 'waiting'; readonly retryAt: number }

export type Phase =
  | { readonly name: 'idle'; readonly why: IdleWhy }
  | Attempt
  | { readonly name: 'live'; readonly link: Link; readonly candidate: Attempt | null }
  | { readonly name: 'halted'; readonly reason: Reason }

export type PhaseName = Phase['name']

/** What is remembered of the connection across sockets. */
export interface Past {
  readonly dial: number
  /** Instants of the last dials, for the brake. */
  readonly dials: readonly number[]
  readonly attempt: number
  /** Closes in a row that three of make fatal. */
  readonly briefs: number
  /** The one dial at once that a bad token gets per stable live is spent (BACK3). */
  readonly forgiven: boolean
  readonly tokenRefused: boolean
  readonly tokenUntil: number | null
  readonly welcomed: boolean
  readonly spreadMs: number
  /** The server's hint: only the user may dial sooner (BACK2). */
  readonly notBefore: number
  readonly hedges: Hedges
  readonly idle: IdleLimit
  readonly roundTrip: RoundTrip | null
  readonly heardAt: number | null
  readonly recovery: ConnectionStatus['recovery']
  readonly error: ReasonedError | null
}

export interface MachineState {
  readonly settings: Settings
  readonly phase: Phase
  readonly around: { readonly online: boolean; readonly visible: boolean }
  readonly past: Past
  readonly diagnosis: Diagnosis
  readonly user: string | null
  readonly cursor: Cursor | null
  /** The cursor at which a gap was met, and how often; the second time the log is asked for anew (GAP2). */
  readonly gap: { readonly offset: number; readonly times: number } | null
  readonly tasks: TaskBook
  readonly notifications: NotificationBook
  readonly outbox: Outbox
  readonly asks: Asks
  /** Since when another tab, whose commands go over this page's socket, has awaited a receipt; null: none does (TAB1). */
  readonly relayingSince: number | null
  /** Nobody wants it any more, from this instant on; null while somebody does. */
  readonly leaveAt: number | null
  /** When being down becomes worth telling, or that it has. */
  readonly notice: 'none' | 'shown' | { readonly at: number }
  readonly storage: ConnectionStatus['storage']
  readonly status: ConnectionStatus
}

/** A state in a known phase. */
export type In<P extends PhaseName> = MachineState & { readonly phase: Extract<Phase, { name: P }> }

export const isIn = <P extends PhaseName>(state: MachineState, name: P): state is In<P> => state.phase.name === name

export const withPast = <S extends MachineState>(state: S, change: Partial<Past>): S => ({ ...state, past: { ...state.past, ...change } })

export type Step = readonly [MachineState, readonly Effect[]]

export const stay = (state: MachineState): Step => [state, []]

/** Runs the next decision on the state so far and keeps the effects of both, in order. */
export function andThen([state, effects]: Step, next: (state: MachineState) => Step): Step {
  const [after, more] = next(state)
  return [after, more.length === 0 ? effects : [...effects, ...more]]
}

export function initialState(settings: Settings, around: MachineState['around']): MachineState {
  return {
    settings,
    phase: { name: 'idle', why: 'new' },
    around,
    past: FIRST,
    diagnosis: NO_DIAGNOSIS,
    user: null,
    cursor: null,
    gap: null,
    tasks: new Map(),
    notifications: NO_NOTIFICATIONS,
    outbox: EMPTY_OUTBOX,
    asks: NO_ASKS,
    relayingSince: null,
    leaveAt: null,
    notice: 'none',
    storage: 'none',
    status: IDLE_STATUS,
  }
}

const FIRST: Past = {
  dial: 0,
  dials: [],
  attempt: 0,
  briefs: 0,
  forgiven: false,
  tokenRefused: false,
  tokenUntil: null,
  welcomed: false,
  spreadMs: 500,
  notBefore: 0,
  hedges: NO_HEDGES,
  idle: NO_IDLE_LIMIT,
  roundTrip: null,
  heardAt: null,
  recovery: null,
  error: null,
}

/** What a page shows before anything happened, and on a server: constant. */
export const IDLE_STATUS: ConnectionStatus = {
  state: 'idle',
  freshness: 'stale',
  reason: null,
  attempt: 0,
  since: 0,
  retryAt: null,
  staleSince: null,
  noticeable: false,
  hasEverConnected: false,
  recovery: null,
  error: null,
  latencyMs: null,
  idleLimitMs: null,
  queued: 0,
  storage: 'none',
}
