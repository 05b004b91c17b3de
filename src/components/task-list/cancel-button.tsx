// Stops a task while it runs.
'use client'
import { type ReactElement, useState } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { isOver } from '../shared/task-words.ts'
import { type TaskItemState, useTaskItem } from './context.ts'

/** Stays where it is once pressed, so that the focus does too. */
export function TaskCancelButton(given: PartProps<'button', TaskItemState>): ReactElement | null {
  const { task, title, language, onCancel } = useTaskItem('CancelButton')
  const [pressedAt, setPressedAt] = useState<number | null>(null)
  if (onCancel === undefined || isOver(task.status) || task.sync === 'unconfirmed') return null
  const isAsked = task.cancelRequested || pressedAt === task.rev
  const onClick = (): void => {
    if (isAsked) return
    setPressedAt(task.rev)
    onCancel(task)
  }
  const label = isAsked ? language.text.tasksCancelling : language.text.tasksCancel
  const own = { type: 'button', onClick, 'aria-disabled': isAsked || undefined, 'aria-label': `${label} ${title}` } as const
  return (
    <Part as="button" name="tasks-cancel" state={{ task, title }} own={own} given={given}>
      {label}
    </Part>
  )
}
