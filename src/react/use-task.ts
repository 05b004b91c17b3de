// One task by id or key, asked for where this page does not hold it.
'use client'
import { useEffect } from 'react'
import type { Asked, SocketStore } from '../client/types.ts'
import type { Kind } from '../core/app.ts'
import type { StreamValue, Task } from '../core/model.ts'
import { useSocket } from './context.ts'
import { useStore } from './use-store.ts'

/** `undefined` while asking, `null` when the server does not know it. `K` is the caller's word for its kind. */
export function useTask<K extends Kind = Kind>(idOrKey: string | null): Task<K> | null | undefined
export function useTask(idOrKey: string | null): Asked {
  return useAsked({ hook: 'useTask', idOrKey }, task => task)
}

/** The growing output of a task by name. */
export function useTaskStream(idOrKey: string | null, name = 'text'): StreamValue | undefined {
  return useAsked({ hook: 'useTaskStream', idOrKey }, task => task?.streams[name])
}

interface Question {
  readonly hook: string
  readonly idOrKey: string | null
}

function useAsked<T>({ hook, idOrKey }: Question, select: (task: Asked) => T): T {
  const socket = useSocket(hook)
  const read = (store: SocketStore) => (idOrKey === null ? null : store.task(idOrKey))
  const { isHeld, value } = useStore(socket.store, store => ({ isHeld: read(store) !== undefined, value: select(read(store)) }))
  useEffect(() => {
    if (idOrKey !== null && !isHeld) socket.askTask(idOrKey)
  }, [socket, idOrKey, isHeld])
  return value
}
