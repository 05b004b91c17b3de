// What the task list tells its parts, and what an item tells its own.
'use client'
import { type Context, createContext, useContext } from 'react'
import type { Task } from '../../core/model.ts'
import type { Language } from '../strings/use-strings.ts'
import type { TaskListWords } from './words.ts'

export interface TaskListContextValue {
  readonly language: Language<TaskListWords>
  readonly titleOf: (task: Task) => string
  readonly onCancel: ((task: Task) => void) | undefined
  readonly onRetry: ((task: Task) => void) | undefined
}

/** What `className`, `style` and `render` functions of an item's parts are given. */
export interface TaskItemState {
  readonly task: Task
  readonly title: string
}

export const TaskListContext: Context<TaskListContextValue | null> = createContext<TaskListContextValue | null>(null)
export const TaskItemContext: Context<TaskItemState | null> = createContext<TaskItemState | null>(null)

export function useTaskList(part: string): TaskListContextValue {
  const value = useContext(TaskListContext)
  if (value !== null) return value
  throw new Error(
    `<TaskList.${part}> was rendered outside <TaskList.Root>, so it has no words and no callbacks. Put it inside the root, or use <TaskList /> as it is.`,
  )
}

export function useTaskItem(part: string): TaskItemState & TaskListContextValue {
  const list = useTaskList(part)
  const item = useContext(TaskItemContext)
  if (item !== null) return { ...list, ...item }
  throw new Error(`<TaskList.${part}> was rendered outside <TaskList.Item>, so it has no task to show. Put it inside an item.`)
}
