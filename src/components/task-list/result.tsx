// What a task led to, as the application shows it: a link, a table, a file.
'use client'
import type { ReactElement } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { type TaskItemState, useTaskItem } from './context.ts'

export function TaskResult(given: PartProps<'div', TaskItemState>): ReactElement | null {
  const { task, title, renderResult } = useTaskItem('Result')
  if (task.status !== 'succeeded') return null
  const result = given.children ?? renderResult?.(task) ?? null
  if (result === null) return null
  return (
    <Part as="div" name="tasks-result" state={{ task, title }} given={given}>
      {result}
    </Part>
  )
}
