// A page in this process: the client with the sockets and the clock of Node, and what it was told, for tests to wait for.
import { createResilientSocket } from '../../../src/client/index.ts'
import type { ResilientSocket, SocketOptions } from '../../../src/client/types.ts'
import type { ConnectionStatus, TaskNotification } from '../../../src/core/model.ts'

export interface Page extends Disposable {
  readonly socket: ResilientSocket
  readonly statuses: readonly ConnectionStatus[]
  readonly notifications: readonly TaskNotification[]
  /** How often a link was lost. */
  losses(): number
  /** Resolves when this is so, which is looked at whenever anything changes. */
  until(holds: () => boolean): Promise<void>
}

export function openPage(options: SocketOptions): Page {
  const statuses: ConnectionStatus[] = []
  const notifications: TaskNotification[] = []
  const watchers = new Set<() => void>()
  const look = () => watchers.forEach(each => each())
  const socket = createResilientSocket({ log: () => {}, ...options })
  socket.on('status', status => void statuses.push(status))
  socket.on('notification', notification => void notifications.push(notification))
  socket.on('status', look)
  socket.store.subscribe(look)
  socket.connect()
  return {
    socket,
    statuses,
    notifications,
    losses: () => statuses.filter(({ state }, at) => state === 'reconnecting' && statuses[at - 1]?.state === 'connected').length,
    until: holds =>
      new Promise(resolve => {
        const check = () => {
          if (!holds()) return
          watchers.delete(check)
          resolve()
        }
        watchers.add(check)
        check()
      }),
    [Symbol.dispose]: () => socket.dispose(),
  }
}
