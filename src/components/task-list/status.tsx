// How a task stands, in words.
'use client'
import type { ReactElement } from 'react'
import type { Task } from '../../core/model.ts'
import { Part, type PartProps } from '../shared/part.tsx'
import { isOver, ratioOf, stateWords } from '../shared/task-words.ts'
import type { Language } from '../strings/use-strings.ts'
import { type TaskItemState, useTaskItem } from './context.ts'
import type { TaskListWords } from './words.ts'

export function TaskStatus(given: PartProps<'span', TaskItemState>): ReactElement {
  const { task, title, language } = useTaskItem('Status')
  return (
    <Part as="span" name="tasks-status" state={{ task, title }} given={given}>
      {wordsFor(task, language)}
    </Part>
  )
}

function wordsFor(task: Task, language: Language<TaskListWords>): string {
  const { text } = language
  if (task.sync === 'submitting') return text.tasksSubmitting
  if (task.sync === 'unconfirmed') return text.tasksUnconfirmed
  if (isOver(task.status)) return stateWords(task.status, text)
  const state = task.cancelRequested ? text.tasksCancelling : runningWords(task, language)
  return task.sync === 'stale' ? `${state} · ${text.tasksStale}` : state
}

function runningWords(task: Task, { text, words }: Language<TaskListWords>): string {
  const ratio = ratioOf(task)
  const state = task.progress?.message ?? stateWords(task.status, text)
  return ratio === null || task.status !== 'running' ? state : `${state} · ${words.percent(ratio)}`
}
