// A socket with its methods bound to it, so that hooks can hand them out as stable values.
import type { ResilientSocket } from '../client/types.ts'
import type { Sent, TaskNotification } from '../core/model.ts'

type Act = 'send' | 'request' | 'submit' | 'cancelTask' | 'answerTask' | 'on' | 'ready' | 'reconnect' | 'close'

/** What `useResilientSocket` gives: everything that acts. What reads is in the other hooks. Its methods work on their own. */
export type SocketActions = { readonly [A in Act]: ResilientSocket[A] }

export interface OutboxActions {
  /** True when it was unwritten and is now cancelled. */
  readonly cancel: (id: string) => boolean
  /** Sends a failed entry again. */
  readonly retry: (id: string) => Sent
  /** Forgets a failed entry. */
  readonly discard: (id: string) => void
}

export interface NotificationActions {
  /** Up to this one, or all; on every device of the user. */
  readonly markSeen: (upTo?: TaskNotification) => void
  /** Takes it off this page's list only. */
  readonly dismiss: (id: string) => void
}

export interface SocketBinding {
  readonly socket: ResilientSocket
  readonly actions: SocketActions
  readonly outbox: OutboxActions
  readonly notifications: NotificationActions
}

export function bindingOf(socket: ResilientSocket): SocketBinding {
  return {
    socket,
    actions: {
      send: (op, data, options) => socket.send(op, data, options),
      request: (op, data, options) => socket.request(op, data, options),
      submit: (kind, input, options) => socket.submit(kind, input, options),
      cancelTask: idOrKey => socket.cancelTask(idOrKey),
      answerTask: (idOrKey, input) => socket.answerTask(idOrKey, input),
      on: (type, listener) => socket.on(type, listener),
      ready: options => socket.ready(options),
      reconnect: () => socket.reconnect(),
      close: () => socket.close(),
    },
    outbox: {
      cancel: id => socket.cancelSend(id),
      retry: id => socket.retrySend(id),
      discard: id => socket.discardSend(id),
    },
    notifications: {
      markSeen: upTo => socket.markSeen(upTo?.offset),
      dismiss: id => socket.dismiss(id),
    },
  }
}
