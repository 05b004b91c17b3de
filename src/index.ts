// What a React page imports: the provider, the hooks, the client they stand on, and every type of the public interface.
export { browserWorld, createResilientSocket, RequestError } from './client/index.ts'
export type { Dialect } from './client/dialect.ts'
export type { SocketStorage } from './client/keeper.ts'
export type {
  AnyEvents,
  Asked,
  Log,
  LogEntry,
  LogLevel,
  RequestFailure,
  ResilientSocket,
  SocketChanges,
  SocketEvents,
  SocketOptions,
  SocketStore,
  TokenContext,
} from './client/types.ts'
export type { Hint, SocketHandle, SocketListener, World } from './client/world.ts'
export { defineApp } from './core/app.ts'
export type {
  App,
  AppShape,
  EventInput,
  EventName,
  EventOf,
  InputOf,
  Kind,
  Op,
  OpInput,
  OpOutput,
  OpReturn,
  OpShape,
  ParsedInput,
  ParsedOpInput,
  Register,
  ResultOf,
  ReturnOf,
  TaskShape,
} from './core/app.ts'
export type {
  ChatMessage,
  ConnectionState,
  ConnectionStatus,
  Draft,
  Freshness,
  MessageStatus,
  NotificationKind,
  Outcome,
  OutboxEntry,
  OutboxState,
  Part,
  Progress,
  Reason,
  ReasonedError,
  Sent,
  StreamValue,
  Sync,
  Task,
  TaskBase,
  TaskNotification,
  TaskOf,
} from './core/model.ts'
export type { Flight, FlightEntry, FlightOptions, FlightStart, TabRole } from './core/flight.ts'
export { messageIdOf } from './core/rows.ts'
export type { TaskStatus } from './protocol/values.ts'
export type { NotificationActions, OutboxActions, SocketActions } from './react/binding.ts'
export type { ConversationActions } from './react/conversation-actions.ts'
export { ResilientSocketProvider } from './react/provider.tsx'
export type { ResilientSocketProviderProps } from './react/provider.tsx'
export { useConnectionState } from './react/use-connection-state.ts'
export { useConversation } from './react/use-conversation.ts'
export type { Conversation, ConversationOptions } from './react/use-conversation.ts'
export { useOutbox } from './react/use-outbox.ts'
export type { OutboxView } from './react/use-outbox.ts'
export { useResilientSocket } from './react/use-resilient-socket.ts'
export { useSocketEvent } from './react/use-socket-event.ts'
export { useTask, useTaskStream } from './react/use-task.ts'
export { useTaskNotifications } from './react/use-task-notifications.ts'
export type { TaskNotifications, TaskNotificationsOptions } from './react/use-task-notifications.ts'
export { useTasks } from './react/use-tasks.ts'
