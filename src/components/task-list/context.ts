// What the task list tells its parts, and what an item tells its own.
'use client'
import { type Context, createContext, type ReactNode } from 'react'
import type { Task } from '../../core/model.ts'
import { usePart } from '../shared/use-part.ts'
import type { Language } from '../strings/use-strings.ts'
import type { TaskListWords } from './words.ts'

export interface TaskListContextValue {
  readonly language: Language<TaskListWords>
  readonly isEmpty: boolean
  readonly titleOf: (task: Task) => string
  readonly renderResult: ((task: Task) => ReactNode) | undefined
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
  return usePart(TaskListContext, 'TaskList.Root', part)
}

export function useTaskItem(part: string): TaskItemState & TaskListContextValue {
  return { ...useTaskList(part), ...usePart(TaskItemContext, 'TaskList.Item', part) }
}
