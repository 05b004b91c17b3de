// The server's side by hand, frame by frame, on whichever socket a test names.
import type { LogEvent } from '../../src/protocol/values.ts'
import { EPOCH, markAt, welcomeFrame } from './client-harness.ts'
import type { ManualSocket } from './manual-world.ts'

/** Opens, welcomes, and brings up to date with a snapshot at offset 0, empty but for `extra`. */
export function greet(socket: ManualSocket, extra: Readonly<Record<string, unknown>> = {}): void {
  socket.open()
  socket.receive(welcomeFrame())
  const cursor = { epoch: EPOCH, offset: 0, mark: markAt(0) }
  socket.receive({ type: 'snapshot', cursor, part: 1, parts: 1, tasks: [], pieces: [], notifications: [], seen: 0, ...extra })
  socket.receive({ type: 'events', prev: 0, offset: 0, mark: markAt(0), list: [], live: true })
}

/** Opens, welcomes, and says that nothing was missed after `offset`. */
export function resume(socket: ManualSocket, offset: number): void {
  socket.open()
  socket.receive(welcomeFrame({ outcome: 'replayed', reason: undefined, head: offset }))
  socket.receive({ type: 'events', prev: offset, offset, mark: markAt(offset), list: [], live: true })
}

/** One frame with these events, the first of them at `from` + 1. */
export function events(socket: ManualSocket, from: number, ...list: readonly LogEvent[]): void {
  const items = list.map((event, index) => ({ offset: from + index + 1, time: 1_000, event }))
  const offset = from + list.length
  socket.receive({ type: 'events', prev: from, offset, mark: markAt(offset), list: items })
}
