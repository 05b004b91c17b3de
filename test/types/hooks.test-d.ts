// What a user sees when hovering over the hooks: plain, named types, inferred from what was passed.
import { expectTypeOf, test } from 'vitest'
import {
  createResilientSocket,
  defineApp,
  useConnectionState,
  useConversation,
  useOutbox,
  useResilientSocket,
  useSocketEvent,
  useTask,
  useTaskNotifications,
  useTasks,
  useTaskStream,
  type ChatMessage,
  type ConnectionStatus,
  type Freshness,
  type OutboxEntry,
  type ReasonedError,
  type ResilientSocket,
  type ResilientSocketProviderProps,
  type Sent,
  type StreamValue,
  type Task,
  type TaskNotification,
} from '../../src/index.ts'

test('useConnectionState gives the status, or what the selector selects', () => {
  expectTypeOf(useConnectionState()).toEqualTypeOf<ConnectionStatus>()
  expectTypeOf(useConnectionState(status => status.freshness)).toEqualTypeOf<Freshness>()
  expectTypeOf(useConnectionState(({ attempt, since }) => ({ attempt, since }))).toEqualTypeOf<{ attempt: number; since: number }>()
})

test('useTasks gives the tasks, or what the selector selects', () => {
  expectTypeOf(useTasks()).toEqualTypeOf<readonly Task[]>()
  expectTypeOf(useTasks(tasks => tasks.length)).toEqualTypeOf<number>()
})

test('useTask says known, absent or asking, and a status brings its fields', () => {
  const task = useTask('id')
  expectTypeOf(task).toEqualTypeOf<Task | null | undefined>()
  if (task?.status === 'failed') expectTypeOf(task.error).toEqualTypeOf<ReasonedError>()
  // @ts-expect-error a running task has no result
  if (task?.status === 'running') void task.result
  expectTypeOf(useTaskStream(null, 'log')).toEqualTypeOf<StreamValue | undefined>()
})

test('useTaskNotifications gives the list, two counts and two actions', () => {
  const { notifications, unread, activeCount, markSeen, dismiss } = useTaskNotifications({ kinds: ['task.failed'], limit: undefined })
  expectTypeOf(notifications).toEqualTypeOf<readonly TaskNotification[]>()
  expectTypeOf(unread).toEqualTypeOf<number>()
  expectTypeOf(activeCount).toEqualTypeOf<number>()
  expectTypeOf(markSeen).toEqualTypeOf<(upTo?: TaskNotification) => void>()
  expectTypeOf(dismiss).toEqualTypeOf<(id: string) => void>()
})

test('useSocketEvent gives each event its payload', () => {
  useSocketEvent('status', status => expectTypeOf(status).toEqualTypeOf<ConnectionStatus>())
  useSocketEvent('notification', notification => expectTypeOf(notification).toEqualTypeOf<TaskNotification>())
  useSocketEvent('app.anything', payload => expectTypeOf(payload).toEqualTypeOf<unknown>())
  // @ts-expect-error there is no such event
  useSocketEvent('opened', () => {})
})

test('useOutbox and useConversation act by id', () => {
  const { entries, retry } = useOutbox()
  expectTypeOf(entries).toEqualTypeOf<readonly OutboxEntry[]>()
  expectTypeOf(retry).toEqualTypeOf<(id: string) => Sent>()
  const { messages, busy, send } = useConversation('support')
  expectTypeOf(messages).toEqualTypeOf<readonly ChatMessage[]>()
  expectTypeOf(busy).toEqualTypeOf<boolean>()
  expectTypeOf(send).returns.toEqualTypeOf<Sent>()
})

test('useResilientSocket acts and does not own', () => {
  const socket = useResilientSocket()
  expectTypeOf(socket.submit('chat', {})).toEqualTypeOf<Sent<{ taskId: string }>>()
  expectTypeOf(socket).not.toHaveProperty('dispose')
  expectTypeOf(socket).not.toHaveProperty('store')
})

test('the provider takes options or a socket, not both and not neither', () => {
  const socket = createResilientSocket({ url: '/rs' })
  expectTypeOf(socket).toEqualTypeOf<ResilientSocket>()
  expectTypeOf<{ url: string; enabled: boolean; getToken: undefined }>().toExtend<ResilientSocketProviderProps>()
  expectTypeOf<{ socket: ResilientSocket; locale: string }>().toExtend<ResilientSocketProviderProps>()
  expectTypeOf<{ socket: ResilientSocket; url: string }>().not.toExtend<ResilientSocketProviderProps>()
  expectTypeOf<{ locale: string }>().not.toExtend<ResilientSocketProviderProps>()
})

test('defineApp keeps names and returns its argument', () => {
  const app = defineApp({ tasks: {}, ops: {} })
  expectTypeOf(app).toEqualTypeOf<{ readonly tasks: {}; readonly ops: {} }>()
  // @ts-expect-error a task needs the schema of its input
  defineApp({ tasks: { chat: {} } })
})
