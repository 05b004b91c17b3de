// A client over the manual world, and the frames a server would say to it.
import { createResilientSocket, type ResilientSocket, type SocketOptions } from '../../src/client/index.ts'
import type { Cursor, LogEvent } from '../../src/protocol/index.ts'
import { createManualWorld, type ManualWorld } from './manual-world.ts'

export interface Harness {
  readonly manual: ManualWorld
  readonly socket: ResilientSocket
  readonly log: { readonly level: string; readonly event: string }[]
  /** Opens the newest socket and welcomes it; then an empty snapshot and `live`, unless a cursor is resumed. */
  greet(welcome?: Record<string, unknown>): void
  snapshot(cursor: Cursor, extra?: Record<string, unknown>): void
  /** One events frame from the head so far. */
  events(list: readonly LogEvent[], extra?: Record<string, unknown>): void
  readonly head: () => number
}

export const EPOCH = 'epoch-1'
export const markAt = (offset: number): string => (offset === 0 ? EPOCH : `m${offset}`)

export function createHarness(options: Partial<SocketOptions> = {}): Harness {
  const manual = createManualWorld()
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

export const welcomeFrame = (extra: Record<string, unknown> = {}): Record<string, unknown> => ({
  type: 'welcome',
  connection: 'c-1',
  user: 'ana',
  epoch: EPOCH,
  head: 0,
  outcome: 'snapshot',
  reason: 'new',
  heartbeat: { intervalMs: 15_000, activeIntervalMs: 4_000, timeoutMs: 5_000 },
  limits: { upBytes: 65_536, inFlight: 32, ackBytes: 65_536, hedge: false },
  reconnectSpreadMs: 50,
  ...extra,
})

export const headOf = (id: string, extra: Record<string, unknown> = {}) => ({
  id,
  key: `key-${id}`,
  kind: 'chat',
  rev: 1,
  attempt: 1,
  status: 'running' as const,
  cancelRequested: false,
  lengths: {},
  createdAt: 1,
  updatedAt: 1,
  ...extra,
})
