// Why a task failed, in the server's words.
'use client'
import type { ReactElement } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { type TaskItemState, useTaskItem } from './context.ts'

export function TaskError(given: PartProps<'span', TaskItemState>): ReactElement | null {
  const { task, title } = useTaskItem('Error')
  if (task.status !== 'failed') return null
  return (
    <Part as="span" name="tasks-error" state={{ task, title }} given={given}>
      <bdi>{task.error.message}</bdi>
    </Part>
  )
}
