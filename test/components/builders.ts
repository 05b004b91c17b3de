// Statuses and messages for stories and tests, each with what it needs to say and nothing else.
import type { ChatMessage, ConnectionStatus } from '../../src/core/model.ts'

export const NOW = 1_800_000_000_000

export const live: ConnectionStatus = {
  state: 'connected',
  freshness: 'live',
  reason: null,
  attempt: 0,
  since: NOW - 60_000,
  retryAt: null,
  staleSince: null,
  noticeable: false,
  hasEverConnected: true,
  recovery: 'replayed',
  error: null,
  latencyMs: 48,
  queued: 0,
  idleLimitMs: null,
  storage: 'none',
}

export const down = (change: Partial<ConnectionStatus> = {}): ConnectionStatus => ({
  ...live,
  state: 'reconnecting',
  freshness: 'stale',
  reason: 'unknown',
  attempt: 2,
  since: NOW - 4_000,
  staleSince: NOW - 4_000,
  noticeable: true,
  latencyMs: null,
  ...change,
})

export const offline: ConnectionStatus = down({ reason: 'offline', retryAt: NOW + 20_000 })
export const connecting: ConnectionStatus = down()
export const firstConnecting: ConnectionStatus = down({ state: 'connecting', hasEverConnected: false, attempt: 1 })
export const waitingSoon: ConnectionStatus = down({ retryAt: NOW + 3_000, attempt: 1 })
export const waitingLong: ConnectionStatus = down({ retryAt: NOW + 24_000, attempt: 6 })
export const serverDown: ConnectionStatus = down({ reason: 'server-down', retryAt: NOW + 3_000, attempt: 3 })
export const blocked: ConnectionStatus = down({ reason: 'blocked', retryAt: NOW + 24_000, attempt: 6 })
export const signedOutAtTheGate: ConnectionStatus = down({ reason: 'signed-out', retryAt: NOW + 24_000, attempt: 3 })
export const unreachable: ConnectionStatus = down({ state: 'disconnected', reason: 'gave-up', attempt: 9 })
export const signedOut: ConnectionStatus = down({ state: 'disconnected', reason: 'signed-out' })
export const replaced: ConnectionStatus = down({ state: 'disconnected', reason: 'replaced' })
export const catchingUp: ConnectionStatus = { ...live, freshness: 'catching-up', noticeable: true }

export function message(change: Partial<ChatMessage> & { readonly id: string; readonly text?: string }): ChatMessage {
  const { text, ...rest } = change
  const parts = text === undefined ? [] : [{ type: 'text', text } as const]
  return { taskKey: null, role: 'user', parts, createdAt: NOW - 60_000, error: null, status: 'sent', ...rest }
}

export function reply(change: Partial<ChatMessage> & { readonly id: string; readonly text?: string }): ChatMessage {
  return message({ role: 'assistant', status: 'complete', ...change })
}
