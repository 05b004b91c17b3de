// The tasks this page holds, newest last, whole or through a selector.
'use client'
import type { Task } from '../core/model.ts'
import { useSocket } from './context.ts'
import { useStore } from './use-store.ts'

export function useTasks(): readonly Task[]
/** Selected values are compared shallowly: a list of tasks renders when one of them changed. */
export function useTasks<T>(select: (tasks: readonly Task[]) => T): T
export function useTasks(select: (tasks: readonly Task[]) => unknown = whole): unknown {
  return useStore(useSocket('useTasks').store, store => select(store.tasks()))
}

const whole = (tasks: readonly Task[]): readonly Task[] => tasks
