// What a task is called.
'use client'
import type { ReactElement } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { type TaskItemState, useTaskItem } from './context.ts'

export function TaskTitle(given: PartProps<'span', TaskItemState>): ReactElement {
  const { task, title } = useTaskItem('Title')
  return (
    <Part as="span" name="tasks-title" state={{ task, title }} given={given}>
      <bdi>{title}</bdi>
    </Part>
  )
}
