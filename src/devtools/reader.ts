// Looks at a socket through its public face while somebody watches: at once after a quiet time, then no oftener than is cheap.
import type { ResilientSocket } from '../client/types.ts'
import type { Flight } from '../core/flight.ts'
import type { ConnectionStatus, OutboxEntry, Task } from '../core/model.ts'
import type { Ticker } from '../react/ticker-world.ts'
import type { Misfit } from './misfits.ts'
import * as READ from './times.ts'
import { rowsOf, type TransitionRow } from './transition-rows.ts'

/** Everything the panel shows, of one instant. */
export interface Reading {
  readonly status: ConnectionStatus
  readonly flight: Flight
  readonly rows: readonly TransitionRow[]
  readonly outbox: readonly OutboxEntry[]
  readonly tasks: readonly Task[]
  readonly unread: number
  readonly invalid: Readonly<Record<string, number>>
  readonly misfits: readonly Misfit[]
}

export interface Reader {
  readonly subscribe: (wake: () => void) => () => void
  readonly reading: () => Reading
}

export interface ReaderParts {
  readonly socket: ResilientSocket
  readonly ticker: Pick<Ticker, 'now' | 'wakeAt'>
  /** Also what was said: in the flight record, that is, for tasks and sends are the page's own. */
  readonly payloads: boolean
  readonly misfits: () => readonly Misfit[]
}

export function createReader(parts: ReaderParts): Reader {
  const { socket, ticker } = parts
  const wakes = new Set<() => void>()
  let last: Reading | null = null
  let dueAt = 0
  let callOff: (() => void) | null = null
  let stop = (): void => {}

  const read = (): void => {
    callOff = null
    const startedAt = ticker.now()
    last = readingOf(parts, last)
    const endedAt = ticker.now()
    dueAt = endedAt + Math.max(READ.everyMs, (endedAt - startedAt) * READ.restFactor)
    for (const wake of wakes) wake()
  }

  const woken = (): void => {
    if (callOff !== null) return
    const now = ticker.now()
    if (now >= dueAt) return read()
    callOff = ticker.wakeAt(Math.min(dueAt, now + READ.mostMs), read)
  }

  return {
    reading: () => (last ??= readingOf(parts, null)),
    subscribe(wake) {
      wakes.add(wake)
      if (wakes.size === 1) {
        stop = socket.store.subscribe(woken)
        // What happened while nobody watched.
        woken()
      }
      return () => {
        wakes.delete(wake)
        if (wakes.size > 0) return
        stop()
        callOff?.()
        callOff = null
      }
    },
  }
}

function readingOf({ socket, payloads, misfits }: ReaderParts, before: Reading | null): Reading {
  const { store } = socket
  const flight = socket.flightRecorder({ payloads })
  return {
    flight,
    rows: rowsOf(flight.entries, before?.rows),
    status: store.status(),
    outbox: store.outbox(),
    tasks: store.tasks(),
    unread: store.unread(),
    invalid: store.invalid(),
    misfits: misfits(),
  }
}
