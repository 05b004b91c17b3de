// The task list's words in English.
import type { Words } from '../words.ts'

export interface TaskListStrings {
  readonly tasksLabel: string
  readonly tasksEmpty: string
  readonly tasksCancel: string
  readonly tasksCancelling: string
  readonly tasksRetry: string
  readonly tasksSubmitting: string
  readonly tasksUnconfirmed: string
  /** Beside a task whose last known state may be old. */
  readonly tasksStale: string
  readonly tasksEnded: (title: string, state: string) => string
  readonly tasksEndedMany: (count: number, words: Words) => string
}

export const tasksEn: TaskListStrings = {
  tasksLabel: 'Tasks',
  tasksEmpty: 'Nothing here yet.',
  tasksCancel: 'Cancel',
  tasksCancelling: 'Cancelling…',
  tasksRetry: 'Try again',
  tasksSubmitting: 'Sending…',
  tasksUnconfirmed: 'It is not certain that this started.',
  tasksStale: 'As last known',
  tasksEnded: (title, state) => `${title}: ${state}`,
  tasksEndedMany: (count, words) => `${words.number(count)} ${words.plural(count, { one: 'task', other: 'tasks' })} ended`,
}
