// A client over the manual world, and the frames a server would say to it.
import { createResilientSocket, type ResilientSocket, type SocketOptions } from '../../src/client/index.ts'
import type { Cursor, LogEvent } from '../../src/protocol/index.ts'
import { EPOCH, head as headFrame, markAt, welcome } from './builders.ts'
import { createManualWorld, type ManualWorld } from './manual-world.ts'

export interface Harness {
  readonly manual: ManualWorld
  readonly socket: ResilientSocket
  readonly log: { readonly level: string; readonly event: string }[]
  /** Opens the newest socket and welcomes it; then an empty snapshot and `live`, unless a cursor is resumed. */
  readonly greet: (welcome?: Record<string, unknown>) => void
  readonly snapshot: (cursor: Cursor, extra?: Record<string, unknown>) => void
  /** One events frame from the head so far. */
  readonly events: (list: readonly LogEvent[], extra?: Record<string, unknown>) => void
  readonly head: () => number
}

export { EPOCH, markAt }

export function createHarness(options: Partial<SocketOptions> = {}, manual: ManualWorld = createManualWorld()): Harness {
  const log: Harness['log'] = []
  const socket = createResilientSocket({ url: '/rs', world: manual.world, log: entry => void log.push(entry), ...options })
  let head = 0
  const receive = (frame: unknown) => manual.latest().receive(frame)
  const harness: Harness = {
    manual,
    socket,
    log,
    head: () => head,
    greet(extra = {}) {
      manual.latest().open()
      receive(welcomeFrame({ head, ...extra }))
      if (manual.latest().sent[0]?.['cursor'] === undefined) harness.snapshot({ epoch: EPOCH, offset: head, mark: markAt(head) })
      receive({ type: 'events', prev: head, offset: head, mark: markAt(head), list: [], live: true })
    },
    snapshot(cursor, extra = {}) {
      head = cursor.offset
      receive({ type: 'snapshot', cursor, part: 1, parts: 1, tasks: [], pieces: [], notifications: [], seen: 0, ...extra })
    },
    events(list, extra = {}) {
      const prev = head
      const items = list.map((event, index) => ({ offset: prev + index + 1, time: 1, event }))
      head = prev + list.length
      receive({ type: 'events', prev, offset: head, mark: markAt(head), list: items, ...extra })
    },
  }
  return harness
}

/** The limits of a server that lets a page have a second socket for a moment. */
export const HEDGING = { upBytes: 65_536, inFlight: 32, ackBytes: 65_536, hedge: true }

export const welcomeFrame = (extra: Record<string, unknown> = {}): Record<string, unknown> => ({
  ...welcome({ outcome: 'snapshot', reason: 'new' }),
  ...extra,
})

export const headOf = headFrame

/** Lets promises that are due be heard: a token that came, an outcome that settled. */
export async function microtasks(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve()
}

/** Commands a socket was sent, in order. */
export const commandsOn = (
  socket: { readonly sent: readonly Readonly<Record<string, unknown>>[] } | undefined,
): readonly Readonly<Record<string, unknown>>[] => (socket?.sent ?? []).filter(frame => frame['type'] === 'command')
