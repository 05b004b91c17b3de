// `bridgeToQueryClient`: what a socket is told goes into the query cache as it is told; only where something may have been missed is anything read anew.
import { onlineManager, type QueryClient, type QueryKey } from '@tanstack/react-query'
import type { ResilientSocket } from '../client/types.ts'
import type { EventName, EventOf } from '../core/app.ts'
import type { ConnectionStatus, Task, TaskNotification } from '../core/model.ts'
import type { Agent } from './agent.ts'
import { doubtTasks, dropDraft, putTasks } from './cached-tasks.ts'

export interface BridgeMapping {
  /** Its tasks and lists follow the socket. */
  readonly agent?: Agent | undefined
  /** Once each, in order: use `queryClient.setQueryData`. */
  readonly notification?: ((notification: TaskNotification, queryClient: QueryClient) => void) | undefined
  /** By the application's own names, in order. */
  readonly events?: { readonly [E in EventName]?: Hear<EventOf<E>> | undefined } | undefined
  /**
   * Queries that `notification` and `events` keep up to date. When the socket is first live, and after each `reset`, what happened meanwhile was not told:
   * those on the page are then read anew, the others forgotten. After a replay nothing was missed, and nothing is.
   */
  readonly queryKeys?: readonly QueryKey[] | undefined
  /**
   * true: TanStack Query counts as offline, for the whole page, while the connection is down because the page is offline or the server is. Whatever `getToken`
   * needs must then not be a query of the default `networkMode`: it would be paused until the connection that waits for it is up.
   */
  readonly followConnection?: boolean | undefined
}

/** A method's type, so that a handler of one payload fits where any is named. */
type Hear<T> = { hear(payload: T, queryClient: QueryClient): void }['hear']

/** Returns how to stop. */
export function bridgeToQueryClient(socket: ResilientSocket, queryClient: QueryClient, mapping: BridgeMapping): () => void {
  return bridge(socket, queryClient, () => mapping)
}

/** With a mapping that may change: the latest counts. */
export function bridge(socket: ResilientSocket, client: QueryClient, mapping: () => BridgeMapping): () => void {
  let told: 'nothing' | 'all' = 'nothing'
  let online: 'untouched' | 'followed' = 'untouched'
  const giveBack = () => {
    if (online === 'followed') onlineManager.setOnline(true)
    online = 'untouched'
  }
  const follow = (status: ConnectionStatus) => {
    if (mapping().followConnection === true) {
      online = 'followed'
      onlineManager.setOnline(isReachable(status))
    } else giveBack()
    if (told === 'all' || status.freshness !== 'live') return
    told = 'all'
    for (const queryKey of mapping().queryKeys ?? []) readAnew(client, queryKey)
  }
  const stops = [
    followTasks(socket, client, mapping),
    socket.on('notification', notification => mapping().notification?.(notification, client)),
    socket.on('message', ({ type, data }) => {
      const heard: Readonly<Record<string, Hear<unknown> | undefined>> = mapping().events ?? {}
      const name = type.slice('app.'.length)
      if (Object.hasOwn(heard, name)) heard[name]?.(data, client)
    }),
    socket.on('reset', ({ reason }) => unproven(client, mapping(), reason)),
    socket.on('status', follow),
  ]
  follow(socket.store.status())
  return () => {
    for (const stop of stops) stop()
    giveBack()
  }
}

/** Where sockets alone are blocked, HTTP still works. */
const isReachable = ({ reason }: ConnectionStatus): boolean => reason !== 'offline' && reason !== 'server-down'

/** Once a frame, and only those that changed: a burst of chunks is one write. */
function followTasks({ store }: ResilientSocket, client: QueryClient, mapping: () => BridgeMapping): () => void {
  let before: ReadonlyMap<string, Task> = new Map()
  const follow = () => {
    const { agent } = mapping()
    const tasks = store.tasks()
    const now = new Map(tasks.map(task => [task.key, task]))
    const gone = [...before.values()].filter(({ id, key }) => id === null && !now.has(key))
    const changed = tasks.filter(task => before.get(task.key) !== task)
    before = now
    if (agent === undefined) return
    for (const { key } of gone) dropDraft(client, agent.keys, key)
    putTasks(client, agent.keys, changed)
  }
  follow()
  return store.subscribe(follow)
}

function unproven(client: QueryClient, { agent, queryKeys = [] }: BridgeMapping, reason: string): void {
  if (agent !== undefined) doubtTasks(client, agent.keys)
  for (const queryKey of [...(agent === undefined ? [] : [agent.keys.all]), ...queryKeys]) {
    if (reason === 'user') forget(client, queryKey)
    else readAnew(client, queryKey)
  }
}

/** What nobody looks at is forgotten rather than marked: the next event would take the mark away. */
function readAnew(client: QueryClient, queryKey: QueryKey): void {
  client.removeQueries({ queryKey, type: 'inactive' })
  void client.invalidateQueries({ queryKey })
}

/** It is another user's page now: nothing of the former may be shown while their own is read. */
function forget(client: QueryClient, queryKey: QueryKey): void {
  client.removeQueries({ queryKey, type: 'inactive' })
  void client.resetQueries({ queryKey })
}
