// What an item says of its task: title, state, progress, and why it failed.
'use client'
import type { ReactElement } from 'react'
import type { Task } from '../../core/model.ts'
import { Part, type PartProps } from '../shared/part.tsx'
import { isOver, ratioOf, stateWords } from '../shared/task-words.ts'
import type { Language } from '../strings/use-strings.ts'
import { type TaskItemState, useTaskItem } from './context.ts'
import type { TaskListWords } from './words.ts'

export function TaskTitle(given: PartProps<'span', TaskItemState>): ReactElement {
  const { task, title } = useTaskItem('Title')
  return (
    <Part as="span" name="tasks-title" state={{ task, title }} given={given}>
      <bdi>{title}</bdi>
    </Part>
  )
}

export function TaskState(given: PartProps<'span', TaskItemState>): ReactElement {
  const { task, title, language } = useTaskItem('State')
  return (
    <Part as="span" name="tasks-state" state={{ task, title }} given={given}>
      {wordsFor(task, language)}
    </Part>
  )
}

function wordsFor(task: Task, { text, words, locale }: Language<TaskListWords>): string {
  if (task.sync === 'submitting') return text.tasksSubmitting
  if (task.sync === 'unconfirmed') return text.tasksUnconfirmed
  if (isOver(task.status)) return stateWords(task.status, text)
  const state = task.cancelRequested ? text.tasksCancelling : runningWords(task, { text, words, locale })
  return task.sync === 'stale' ? `${state} · ${text.tasksStale}` : state
}

function runningWords(task: Task, { text, words }: Language<TaskListWords>): string {
  const ratio = ratioOf(task)
  const state = task.progress?.message ?? stateWords(task.status, text)
  return ratio === null || task.status !== 'running' ? state : `${state} · ${words.percent(ratio)}`
}

export function TaskError(given: PartProps<'span', TaskItemState>): ReactElement | null {
  const { task, title } = useTaskItem('Error')
  if (task.status !== 'failed') return null
  return (
    <Part as="span" name="tasks-error" state={{ task, title }} given={given}>
      <bdi>{task.error.message}</bdi>
    </Part>
  )
}

export function TaskBar(given: PartProps<'progress', TaskItemState>): ReactElement | null {
  const { task, title, language } = useTaskItem('Progress')
  const ratio = ratioOf(task)
  if (task.status !== 'running' && task.status !== 'queued') return null
  const valueText = ratio === null ? stateWords(task.status, language.text) : language.text.taskProgress(title, ratio, language.words)
  const value = ratio === null ? {} : { value: ratio, max: 1 }
  const own = { ...value, 'aria-label': title, 'aria-valuetext': valueText }
  return <Part as="progress" name="tasks-bar" state={{ task, title }} own={own} given={given} />
}
