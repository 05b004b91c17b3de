// What the translator remembers, what it is told, and what it wants done. Tasks it does not hold: the machine does, and each step is given the machine's state.
//
//   a socket:   opened ── hello ──► loading ── first answer, or none ──► catching-up ── answer begun after the open ──► live
//               (with a cursor at once catching-up; without `reconcile` at once live)
//   a question: roundAt ── due ──► round ── answered ──► the next poll, while tasks are pending      failed ──► roundAt, later and later
import type { MachineState } from '../../core/state.ts'
import type { ClientMessage, EventsFrame, ServerMessage } from '../../protocol/frames.ts'
import type { Submission } from './changes.ts'
import type { PlainReceipt } from './options.ts'
import type { Told } from './reading.ts'
import type { Report } from './report.ts'

export interface Socket {
  readonly dial: number
  readonly stage: 'opened' | 'loading' | 'catching-up' | 'live'
  /** Of what the machine is told. */
  readonly epoch: string
  /** What came before the machine could take it, oldest first. */
  readonly held: readonly Told[]
  /** When a first load goes on without what REST knows. */
  readonly loadBy: number
  /** When something was written last. */
  readonly wroteAt: number
  /** When a send was written last; null: none was. */
  readonly sentAt: number | null
  /** The machine's last ping without a pong. */
  readonly ping: { readonly id: number; readonly at: number } | null
  /** Tasks whose text began on this socket, or was whole when it did: chunks go on from there. */
  readonly texts: ReadonlySet<string>
}

/** One question to REST. */
export interface Round {
  readonly id: number
  /** The socket that was open when it began; null: none. */
  readonly dial: number | null
  readonly startedAt: number
  readonly by: number
  readonly ids: readonly string[]
  readonly rest: readonly string[]
  /** Revisions at its beginning: what the socket told meanwhile is newer than the answer. */
  readonly revs: ReadonlyMap<string, number>
}

export interface Ask {
  readonly command: string
  readonly ref: string
}

export interface Plain {
  readonly config: Config
  readonly socket: Socket | null
  /** Whether this server answers pings. `never`: HTTP is asked instead. */
  readonly pongs: 'unknown' | 'answered' | 'never'
  /** Sockets in a row that were silent to the end and never heard a pong. */
  readonly silent: number
  readonly rounds: number
  readonly round: Round | null
  /** When REST is asked next; null: nothing to ask. */
  readonly roundAt: number | null
  readonly failures: number
  /** Polls in a row while nobody looked. */
  readonly unseen: number
  readonly misses: ReadonlyMap<string, number>
  readonly asks: readonly Ask[]
  /**
   * Ended tasks that REST lists and the page need not hold: no news, however often they are listed. null: it was not answered yet, and all that ended
   * before is of the past, also of a page that was restored and knows what it kept.
   */
  readonly past: ReadonlySet<string> | null
  readonly submissions: ReadonlyMap<string, Submission>
  /** Commands written that are not in this page's outbox, and when. */
  readonly written: ReadonlyMap<string, number>
  /** The suspicion that was acted upon. */
  readonly judgedAt: number | null
  /** A task ended by REST's word alone: until then the socket may still tell it. */
  readonly deaf: { readonly id: string; readonly dial: number; readonly at: number } | null
  /** Sockets in a row that were left as deaf; null while this server was never heard to tell that a task ended. */
  readonly deafSockets: number | null
}

export interface Config {
  readonly canReconcile: boolean
  readonly canProbe: boolean
  readonly hasReceipts: boolean
  readonly pings: boolean
  readonly pingMs: number
  readonly pongMs: number
  readonly pollMs: number
  readonly closeCodes: Readonly<Record<number, number>>
}

export const initialPlain = (config: Config): Plain => ({
  config,
  socket: null,
  pongs: 'unknown',
  silent: 0,
  rounds: 0,
  round: null,
  roundAt: null,
  failures: 0,
  unseen: 0,
  misses: new Map(),
  asks: [],
  past: null,
  submissions: new Map(),
  written: new Map(),
  judgedAt: null,
  deaf: null,
  deafSockets: null,
})

/** The machine, as far as the translator looks at it. */
export interface Machine extends Pick<
  MachineState,
  'phase' | 'cursor' | 'user' | 'tasks' | 'notifications' | 'outbox' | 'asks' | 'around'
> {
  /** Another tab has the socket, and asks. */
  readonly follows: boolean
}

export interface Moment {
  readonly now: number
  readonly roll: number
  /** Random, for epochs and marks. */
  readonly id: string
}

/** What a message was. */
export type Heard =
  | { readonly type: 'ping'; readonly pong: readonly string[] }
  | { readonly type: 'pong' }
  | { readonly type: 'receipt'; readonly receipt: PlainReceipt }
  | { readonly type: 'told'; readonly list: readonly Told[] }

export type PlainEvent =
  | { readonly type: 'opened'; readonly dial: number }
  | { readonly type: 'heard'; readonly dial: number; readonly heard: Heard }
  | { readonly type: 'closed'; readonly dial: number; readonly code: number; readonly reason: string }
  /** The machine gave it up. */
  | { readonly type: 'left'; readonly dial: number }
  /** `opening`: what signs in, if anything. */
  | {
      readonly type: 'hello'
      readonly dial: number
      readonly hello: Extract<ClientMessage, { type: 'hello' }>
      readonly opening: readonly string[]
    }
  | { readonly type: 'ping'; readonly dial: number; readonly id: number }
  /** `texts`: what it is written as; null: this server has no such command. */
  | {
      readonly type: 'command'
      readonly dial: number
      readonly command: Extract<ClientMessage, { type: 'command' }>
      readonly texts: readonly string[] | null
    }
  | { readonly type: 'answered'; readonly round: number; readonly reports: readonly Report[] }
  | { readonly type: 'failed'; readonly round: number; readonly why: string }
  | { readonly type: 'probed'; readonly dial: number; readonly isAlive: boolean }
  /** The machine's state is another, or an instant has come. */
  | { readonly type: 'look' }

export type PlainEffect =
  | { readonly type: 'opened'; readonly dial: number }
  /** To the server. */
  | { readonly type: 'write'; readonly dial: number; readonly texts: readonly string[] }
  | { readonly type: 'write-ping'; readonly dial: number }
  /** To the machine, made on this side. */
  | { readonly type: 'say'; readonly dial: number; readonly message: ServerMessage }
  /** To the machine, for a message that came: a sign of life, too. */
  | { readonly type: 'pass'; readonly dial: number; readonly message: ServerMessage }
  /** To the machine: something came. */
  | { readonly type: 'life'; readonly dial: number }
  | { readonly type: 'learn'; readonly frame: EventsFrame; readonly epoch: string }
  | { readonly type: 'closed'; readonly dial: number; readonly code: number; readonly reason: string }
  /** Hangs up, and tells the machine. */
  | { readonly type: 'end'; readonly dial: number; readonly code: number; readonly reason: string }
  | { readonly type: 'reconcile'; readonly round: number; readonly ids: readonly string[] }
  | { readonly type: 'drop-round' }
  | { readonly type: 'probe'; readonly dial: number }
  | { readonly type: 'log'; readonly level: 'info' | 'warn'; readonly event: string; readonly message: string }

export type PlainStep = readonly [Plain, readonly PlainEffect[]]

/** What a step decides by. */
export interface Around {
  readonly machine: Machine
  readonly moment: Moment
}

export const keep = (plain: Plain): PlainStep => [plain, []]

export function andNext([plain, effects]: PlainStep, next: (plain: Plain) => PlainStep): PlainStep {
  const [after, more] = next(plain)
  return [after, [...effects, ...more]]
}

export const onSocket = (plain: Plain, change: Partial<Socket>): Plain =>
  plain.socket === null ? plain : { ...plain, socket: { ...plain.socket, ...change } }

/** With one more; the oldest leaves. */
export function remember<V>(map: ReadonlyMap<string, V>, [key, value]: readonly [string, V], most: number): ReadonlyMap<string, V> {
  const next = new Map(map)
  next.delete(key)
  next.set(key, value)
  const [oldest] = next.keys()
  if (next.size > most && oldest !== undefined) next.delete(oldest)
  return next
}
