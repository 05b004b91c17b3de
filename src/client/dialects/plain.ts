// `plain()`: the dialect of servers that speak JSON of their own over a WebSocket, and keep no log (PLAIN1).
import type { Dialect } from '../dialect.ts'
import * as PLAIN from './limits.ts'
import { createLine } from './line.ts'
import type { PlainOptions } from './options.ts'
import type { Config } from './state.ts'

/** A WebSocket may be closed with these and no others. */
const UNAUTHENTICATED = 4500
const FORBIDDEN = 4504

function dialectOf(options: PlainOptions = {}): Dialect {
  const config = configOf(options)
  return {
    choices: {
      hedge: 'never',
      patienceMs: config.pongMs,
      resend: config.hasReceipts ? 'allowed' : 'never',
      ...(options.outbox !== undefined && { outbox: options.outbox }),
    },
    attach: page => createLine(page, options, config),
  }
}

function configOf({ ping, reconcile, probe, isReceipt, pollMs, closeCodes }: PlainOptions): Config {
  return {
    canReconcile: reconcile !== undefined,
    canProbe: reconcile !== undefined || probe !== undefined,
    hasReceipts: isReceipt !== undefined,
    pings: ping !== null,
    pingMs: durationOf(ping?.everyMs, PLAIN.pingMs),
    pongMs: durationOf(ping?.withinMs, PLAIN.pongMs),
    pollMs: durationOf(pollMs, PLAIN.pollMs),
    closeCodes: { 4401: UNAUTHENTICATED, 4403: FORBIDDEN, ...closeCodes },
  }
}

/** A number that is none, as of a setting that is not there, is no storm of polls and no frame that cannot be read. */
const durationOf = (given: number | undefined, otherwise: number): number =>
  given === undefined || Number.isNaN(given) ? otherwise : Math.round(Math.min(PLAIN.mostMs, Math.max(PLAIN.leastMs, given)))

/** As the seed of this project kept what it could not send: 50 messages, the oldest dropped, for five minutes. */
const OUTBOX = { maxCount: 50, whenFull: 'drop-oldest', ttlMs: 300_000 } as const

/**
 * For a server that speaks JSON of its own, as FastAPI on uvicorn does: keeps the link alive with pings it understands, dials again when it dies, queues what is
 * sent meanwhile, and merges what REST tells of tasks. What cannot be known is shown as `unconfirmed` or `stale`.
 */
export const plain: {
  (options?: PlainOptions): Dialect
  /** The same with the outbox that such pages had: 50 messages, the oldest dropped, 5 minutes. It reads `task_notification` and what is like it. */
  readonly taskNotifications: (options?: PlainOptions) => Dialect
} = Object.assign(dialectOf, {
  taskNotifications: (options: PlainOptions = {}): Dialect => dialectOf({ ...options, outbox: { ...OUTBOX, ...options.outbox } }),
})
