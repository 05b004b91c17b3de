// What a task's state is called, in English: for the list and for the chat.
import type { Words } from '../words.ts'

export interface TaskStrings {
  readonly taskLabel: string
  readonly taskProgress: (label: string, ratio: number, words: Words) => string
  readonly taskQueued: string
  readonly taskRunning: string
  readonly taskInputRequired: string
  readonly taskSucceeded: string
  readonly taskFailed: string
  readonly taskCancelled: string
}

export const taskEn: TaskStrings = {
  taskLabel: 'Task',
  taskProgress: (label, ratio, words) => `${label}: ${words.percent(ratio)} complete`,
  taskQueued: 'Waiting to start',
  taskRunning: 'In progress',
  taskInputRequired: 'Waiting for your answer',
  taskSucceeded: 'Done',
  taskFailed: 'Failed',
  taskCancelled: 'Cancelled',
}
