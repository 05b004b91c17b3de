// The server's side of a conversation by hand: the frames a test lets a manual socket receive.
import type { Head, Item } from '../../src/protocol/values.ts'
import type { ManualSocket } from './manual-world.ts'

const EPOCH = 'epoch-1'

export const welcome = {
  type: 'welcome',
  connection: 'connection-1',
  user: 'ana',
  epoch: EPOCH,
  head: 0,
  outcome: 'snapshot',
  reason: 'new',
  heartbeat: { intervalMs: 15_000, activeIntervalMs: 4_000, timeoutMs: 5_000 },
  limits: { upBytes: 65_536, inFlight: 32, ackBytes: 65_536, hedge: true },
  reconnectSpreadMs: 50,
}

/** Opens, welcomes, and brings up to date with an empty snapshot at offset 0. */
export function greet(socket: ManualSocket, changes: Partial<typeof welcome> = {}): void {
  socket.open()
  socket.receive({ ...welcome, ...changes })
  socket.receive({
    type: 'snapshot',
    cursor: { epoch: EPOCH, offset: 0, mark: EPOCH },
    part: 1,
    parts: 1,
    tasks: [],
    pieces: [],
    notifications: [],
    seen: 0,
  })
  socket.receive({ type: 'events', prev: 0, offset: 0, mark: EPOCH, list: [], live: true })
}

/** Opens, welcomes, and says that nothing was missed after `offset`. */
export function resume(socket: ManualSocket, offset: number): void {
  socket.open()
  socket.receive({ ...welcome, outcome: 'replayed', reason: undefined, head: offset })
  socket.receive({ type: 'events', prev: offset, offset, mark: markOf(offset), list: [], live: true })
}

/** One frame with these events, the first of them at `from` + 1. */
export function events(socket: ManualSocket, from: number, ...list: readonly Item['event'][]): void {
  const items = list.map((event, index): Item => ({ offset: from + index + 1, time: 1_000, event }))
  socket.receive({ type: 'events', prev: from, offset: from + list.length, mark: markOf(from + list.length), list: items })
}

const markOf = (offset: number): string => (offset === 0 ? EPOCH : `mark-${offset}`)

export function headWith(changes: Partial<Head>): Head {
  return {
    id: 'task-1',
    key: 'key-1',
    kind: 'chat',
    conversation: 'support',
    rev: 1,
    attempt: 1,
    status: 'running',
    cancelRequested: false,
    lengths: {},
    createdAt: 1_000,
    updatedAt: 1_000,
    ...changes,
  }
}
