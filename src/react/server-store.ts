// What a server render and the first hydrated render show: one constant, so that both say the same and nothing dials.
import type { SocketStore } from '../client/types.ts'
import type { OutboxEntry, Task, TaskNotification } from '../core/model.ts'
import { IDLE_STATUS } from '../core/state.ts'

const NO_TASKS: readonly Task[] = []
const NO_NOTIFICATIONS: readonly TaskNotification[] = []
const NO_ENTRIES: readonly OutboxEntry[] = []
const NO_MISFITS: Readonly<Record<string, number>> = {}

export const SERVER_STORE: SocketStore = {
  subscribe: () => () => {},
  status: () => IDLE_STATUS,
  tasks: () => NO_TASKS,
  notifications: () => NO_NOTIFICATIONS,
  outbox: () => NO_ENTRIES,
  task: () => undefined,
  unread: () => 0,
  invalid: () => NO_MISFITS,
  user: () => null,
}
