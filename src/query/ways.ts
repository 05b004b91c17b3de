// A write goes through the socket if that is up in time, else over HTTP; under one key, so that both together are still one.
import type { QueryClient } from '@tanstack/react-query'
import type { ResilientSocket } from '../client/types.ts'
import type { Sent } from '../core/model.ts'
import { refusal } from './agent-error.ts'
import type { Agent } from './agent.ts'
import { withinTime } from './within-time.ts'

export interface Ways {
  readonly agent: Agent
  readonly client: QueryClient
  readonly socket: ResilientSocket | null
  /** How long to wait for a socket that is on its way. */
  readonly readyMs: number
  /** How long the socket may take to answer, before the same goes over HTTP too. */
  readonly receiptMs: number
}

/** What the socket's server answered; null: go over HTTP. Throws what it refused. */
export async function overSocket<T>(
  { agent, socket, readyMs, receiptMs }: Ways,
  send: (socket: ResilientSocket) => Sent<T>,
  signal: AbortSignal | undefined,
): Promise<{ readonly data: T } | null> {
  if (socket === null || !(await isReady(socket, readyMs, signal))) return null
  signal?.throwIfAborted()
  const outcome = await withinTime({ world: agent.world, timeoutMs: receiptMs, signal }, () => send(socket).settled)
  if (outcome === 'timeout') return null
  switch (outcome.outcome) {
    case 'accepted':
      return outcome
    case 'rejected': {
      const { code, message } = outcome.error
      if (NARROW.has(code)) return null
      throw refusal(code, message)
    }
    case 'cancelled':
      throw refusal('cancelled', 'The send was cancelled before it left the page, so nothing ran.')
    case 'expired':
    case 'unconfirmed':
      return null
  }
}

/** What only the socket's own bounds refuse. */
const NARROW: ReadonlySet<string> = new Set(['too-large', 'outbox-full'])

/** A socket that nobody wants, or that was halted, will not come up by waiting. */
async function isReady(socket: ResilientSocket, timeoutMs: number, signal: AbortSignal | undefined): Promise<boolean> {
  const { state } = socket.store.status()
  if (state !== 'connecting' && state !== 'reconnecting') return state === 'connected'
  const waiting = socket.ready({ timeoutMs, ...(signal !== undefined && { signal }) })
  return waiting.then(
    () => true,
    () => false,
  )
}
