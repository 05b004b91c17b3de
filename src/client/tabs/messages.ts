// What tabs say to each other: on the bus that all of a user's tabs hear, and on the line between the leader and one follower.
// It comes from another page, perhaps of another version: it is checked as the wire is.
import type { ConnectionStatus, Reason } from '../../core/model.ts'
import { boolean, byType, type Decoder, id, int, nullable, number, object, oneOf, Refusal, tagged, text } from '../../protocol/check.ts'
import { reasonedError } from '../../protocol/codec-values.ts'
import * as WIRE from '../../protocol/limits.ts'

/** any → leader: is anybody there? It beats at once. */
export interface Ask {
  readonly type: 'ask'
}

/** leader → all: it leads, and this is how its link stands. A beat of a lower term is of a leader that was replaced. */
export interface Beat {
  readonly type: 'beat'
  readonly leader: string
  readonly term: number
  readonly status: LinkStatus
}

/** follower → leader: a line it would like to be opened. */
export interface Knock {
  readonly type: 'knock'
  readonly leader: string
  readonly line: string
}

/** follower → leader: its user asks to dial now. */
export interface Wish {
  readonly type: 'reconnect'
  readonly leader: string
}

/** leader → all: sharing cannot tell the truth here; a socket for each. */
export interface Each {
  readonly type: 'each'
}

export type BusMessage = Ask | Beat | Knock | Wish | Each

/** leader → follower. */
export interface Opened {
  readonly type: 'opened'
}

/** both: a frame of protocol v1, as text. */
export interface Frame {
  readonly type: 'frame'
  readonly text: string
}

/** both. */
export interface Closed {
  readonly type: 'closed'
  readonly code: number
  readonly reason: string
}

export type LineMessage = Opened | Frame | Closed

const REASONS: Readonly<Record<Reason, true>> = {
  offline: true,
  'server-down': true,
  blocked: true,
  'signed-out': true,
  forbidden: true,
  revoked: true,
  replaced: true,
  incompatible: true,
  'closed-by-user': true,
  disabled: true,
  'gave-up': true,
  unknown: true,
}

const isReason = (word: string): word is Reason => Object.hasOwn(REASONS, word)

/** How a link stands: what a page says of its own storage concerns no other. */
export type LinkStatus = Omit<ConnectionStatus, 'storage'>

// A newer leader may know a reason that this tab does not.
const reason: Decoder<Reason> = value => {
  const word = text(WIRE.nameLength)(value)
  return word instanceof Refusal || isReason(word) ? word : 'unknown'
}

const status: Decoder<LinkStatus> = object<LinkStatus>({
  state: oneOf('idle', 'connecting', 'connected', 'reconnecting', 'disconnected'),
  freshness: oneOf('live', 'catching-up', 'stale'),
  reason: nullable(reason),
  attempt: int,
  since: number,
  retryAt: nullable(number),
  staleSince: nullable(number),
  noticeable: boolean,
  hasEverConnected: boolean,
  recovery: nullable(oneOf('new', 'replayed', 'snapshot')),
  error: nullable(reasonedError),
  latencyMs: nullable(number),
  idleLimitMs: nullable(number),
  queued: int,
})

const unknown = (type: string): Refusal => new Refusal(`is a ${type}, which this version does not know`)

export const busMessage: Decoder<BusMessage> = byType<BusMessage>(
  tagged<BusMessage>({
    ask: {},
    beat: { leader: id, term: int, status },
    knock: { leader: id, line: id },
    reconnect: { leader: id },
    each: {},
  }),
  unknown,
)

export const lineMessage: Decoder<LineMessage> = byType<LineMessage>(
  tagged<LineMessage>({
    opened: {},
    frame: { text: text(WIRE.downBytes) },
    closed: { code: int, reason: text(WIRE.downBytes) },
  }),
  unknown,
)
