// Tasks this client has asked the server for: to heal a hole, to judge an absence, or because a reader wants one (STR2, SNAP3).
// An ask dies with its socket and is repeated on the next; it is part of the state, and bounded.
import type { Command } from '../protocol/frames.ts'
import * as BOUNDS from './limits.ts'
import type { MachineState } from './state.ts'
import * as TIMES from './times.ts'

interface Ask {
  readonly commandId: string
  readonly by: 'id' | 'key'
  /** The socket it is outstanding on; null until it is sent. */
  readonly dial: number | null
}

export interface Asks {
  /** By the id or key asked for: one ask a task. */
  readonly open: ReadonlyMap<string, Ask>
  /** Asked for, and the server knows neither such an id nor such a key. */
  readonly absent: ReadonlySet<string>
  readonly count: number
}

export const NO_ASKS: Asks = { open: new Map(), absent: new Set(), count: 0 }

export interface Asking {
  readonly client: string
  readonly by: 'id' | 'key'
}

/** Opens an ask, unless one is open or the bound is reached. */
export function asking(asks: Asks, ref: string, { client, by }: Asking): Asks {
  if (asks.open.has(ref) || asks.open.size >= BOUNDS.asks) return asks
  const count = asks.count + 1
  const ask: Ask = { commandId: commandIdOf(client, count), by, dial: null }
  return { open: new Map(asks.open).set(ref, ask), absent: omit(asks.absent, ref), count }
}

/** Opens an ask for each of these. */
export const withAsks = (state: MachineState, refs: readonly string[], by: Asking['by'] = 'id'): MachineState => {
  if (refs.length === 0) return state
  const { client } = state.settings
  return { ...state, asks: refs.reduce((asks, ref) => asking(asks, ref, { client, by }), state.asks) }
}

// Unique among all pages of the user, for `client` is.
const commandIdOf = (client: string, count: number) => `${client.slice(0, 40)}-ask-${count}`

const omit = (set: ReadonlySet<string>, ref: string) => (set.has(ref) ? new Set([...set].filter(other => other !== ref)) : set)

/** How many are unanswered on this socket. */
export const outstandingOn = (asks: Asks, dial: number): number => [...asks.open.values()].filter(ask => ask.dial === dial).length

export interface AskPassing {
  readonly dial: number
  /** How many commands the link still takes, beside what is out. */
  readonly room: number
}

/** Sends what may go on this socket: at most eight at a time. */
export function passedAsks(asks: Asks, { dial, room }: AskPassing): readonly [Asks, readonly Command[]] {
  const outstanding = outstandingOn(asks, dial)
  const going = [...asks.open]
    .filter(([, ask]) => ask.dial !== dial)
    .slice(0, Math.max(0, Math.min(BOUNDS.asksInFlight, room) - outstanding))
  if (going.length === 0) return [asks, []]
  const sent = going.map(([ref, ask]): [string, Ask] => [ref, { ...ask, dial }])
  return [{ ...asks, open: new Map([...asks.open, ...sent]) }, sent.map(([ref, ask]) => commandOf(ref, ask))]
}

const commandOf = (ref: string, { commandId, by }: Ask): Command => ({
  type: 'command',
  id: commandId,
  op: 'task.get',
  data: by === 'id' ? { id: ref } : { key: ref },
  ttlMs: TIMES.askTtlMs,
})

/** Which task this receipt answers, and how it was asked for; null when it answers no ask. */
export function askOf(asks: Asks, commandId: string): { readonly ref: string; readonly by: 'id' | 'key' } | null {
  for (const [ref, ask] of asks.open) if (ask.commandId === commandId) return { ref, by: ask.by }
  return null
}

/** The ask is over, whatever the answer was. */
export function answered(asks: Asks, ref: string): Asks {
  return { ...asks, open: new Map([...asks.open].filter(([other]) => other !== ref)) }
}

/** The server knows no such task; remembered, bounded, so that a reader is told. */
export function foundAbsent(asks: Asks, ref: string): Asks {
  return { ...asks, absent: new Set([...asks.absent, ref].slice(-BOUNDS.asks)) }
}
