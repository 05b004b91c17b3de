// Asks for a task again that did not succeed.
'use client'
import type { ReactElement } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { type TaskItemState, useTaskItem } from './context.ts'

/** A user's retry is a new task, so it can be asked for whenever the old one did not succeed. */
export function TaskRetryButton(given: PartProps<'button', TaskItemState>): ReactElement | null {
  const { task, title, language, onRetry } = useTaskItem('RetryButton')
  if (onRetry === undefined || (task.status !== 'failed' && task.status !== 'cancelled')) return null
  const label = language.text.tasksRetry
  const own = { type: 'button', onClick: () => onRetry(task), 'aria-label': `${label} ${title}` } as const
  return (
    <Part as="button" name="tasks-retry" state={{ task, title }} own={own} given={given}>
      {label}
    </Part>
  )
}
