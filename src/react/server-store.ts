// What a server render and the first hydrated render show: one constant, so that both say the same and nothing dials.
import type { SocketStore } from '../client/types.ts'
import type { ConnectionStatus, OutboxEntry, Task, TaskNotification } from '../core/model.ts'

const IDLE: ConnectionStatus = {
  state: 'idle',
  freshness: 'stale',
  reason: null,
  attempt: 0,
  since: 0,
  retryAt: null,
  staleSince: null,
  noticeable: false,
  hasEverConnected: false,
  recovery: null,
  error: null,
  latencyMs: null,
  queued: 0,
}
const NO_TASKS: readonly Task[] = []
const NO_NOTIFICATIONS: readonly TaskNotification[] = []
const NO_ENTRIES: readonly OutboxEntry[] = []

export const SERVER_STORE: SocketStore = {
  subscribe: () => () => {},
  status: () => IDLE,
  tasks: () => NO_TASKS,
  notifications: () => NO_NOTIFICATIONS,
  outbox: () => NO_ENTRIES,
  task: () => undefined,
  unread: () => 0,
}
