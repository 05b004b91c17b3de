// That there is nothing to show.
'use client'
import type { ReactElement } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { useTaskList } from './context.ts'

export function TasksEmpty(given: PartProps<'p', null>): ReactElement | null {
  const { isEmpty, language } = useTaskList('Empty')
  if (!isEmpty) return null
  return (
    <Part as="p" name="tasks-empty" state={null} given={given}>
      {language.text.tasksEmpty}
    </Part>
  )
}
