// How far a task has got, as a bar.
'use client'
import type { ReactElement } from 'react'
import { Part, type PartProps } from '../shared/part.tsx'
import { ratioOf, stateWords } from '../shared/task-words.ts'
import { type TaskItemState, useTaskItem } from './context.ts'

export function TaskBar(given: PartProps<'progress', TaskItemState>): ReactElement | null {
  const { task, title, language } = useTaskItem('Progress')
  const ratio = ratioOf(task)
  if (task.status !== 'running' && task.status !== 'queued') return null
  const valueText = ratio === null ? stateWords(task.status, language.text) : language.text.taskProgress(title, ratio, language.words)
  const value = ratio === null ? {} : { value: ratio, max: 1 }
  const own = { ...value, 'aria-label': title, 'aria-valuetext': valueText }
  return <Part as="progress" name="tasks-bar" state={{ task, title }} own={own} given={given} />
}
