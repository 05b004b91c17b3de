// A write goes through the socket if that is up in time, else over HTTP; under one key, so that both together are still one.
import type { QueryClient } from '@tanstack/react-query'
import type { ResilientSocket } from '../client/types.ts'
import type { Sent } from '../core/model.ts'
import { AgentError, inDoubt, OTHER_USER, refusal } from './agent-error.ts'
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

interface Write<S, H> {
  readonly send: (socket: ResilientSocket) => Sent<S>
  readonly ask: () => Promise<H>
  readonly signal?: AbortSignal | undefined
}

type Done<S, H> = { readonly via: 'socket'; readonly data: S } | { readonly via: 'http'; readonly data: H }

/** What the one or the other answered. Throws what was refused; an error of HTTP says too whether the socket may have had it run. */
export async function byEitherWay<S, H>(ways: Ways, { send, ask, signal }: Write<S, H>): Promise<Done<S, H>> {
  const { agent } = ways
  const user = agent.identity()
  const checked = <T>(act: () => T): T => {
    if (agent.identity() !== user) throw refusal('other-user', OTHER_USER)
    return act()
  }
  const told = await overSocket(ways, socket => checked(() => send(socket)), signal)
  if (typeof told === 'object') return { via: 'socket', data: told.data }
  try {
    return { via: 'http', data: await checked(ask) }
  } catch (error) {
    throw told === 'in-doubt' && error instanceof AgentError ? inDoubt(error) : error
  }
}

/** `in-doubt`: it was written to a socket, and nobody knows its end. */
async function overSocket<S>(
  { agent, socket, readyMs, receiptMs }: Ways,
  send: (socket: ResilientSocket) => Sent<S>,
  signal: AbortSignal | undefined,
): Promise<{ readonly data: S } | 'not-sent' | 'in-doubt'> {
  if (socket === null || !(await isReady(socket, readyMs, signal))) return 'not-sent'
  signal?.throwIfAborted()
  const outcome = await withinTime({ world: agent.world, timeoutMs: receiptMs, signal }, () => send(socket).settled)
  if (outcome === 'timeout') return 'in-doubt'
  switch (outcome.outcome) {
    case 'accepted':
      return outcome
    case 'rejected': {
      const { code, message, retryable, retryAfterMs = null } = outcome.error
      if (NARROW.has(code)) return 'not-sent'
      throw new AgentError({ status: null, code, message, retryable, retryAfterMs, mayHaveRun: false })
    }
    case 'cancelled':
      throw refusal('cancelled', 'The send was cancelled before it left the page, so nothing ran.')
    case 'expired':
      return 'not-sent'
    case 'unconfirmed':
      return 'in-doubt'
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
