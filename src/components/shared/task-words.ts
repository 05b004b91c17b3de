// What a task's state is called, and how far it has got.
import type { Task } from '../../core/model.ts'
import type { TaskStrings } from '../strings/en-parts/task.ts'

/** 0..1, or null where the end is not known. */
export function ratioOf({ progress }: Pick<Task, 'progress'>): number | null {
  if (progress === null || progress.total === null || progress.total <= 0) return null
  return Math.min(1, Math.max(0, progress.value / progress.total))
}

export function stateWords(status: Task['status'], text: TaskStrings): string {
  switch (status) {
    case 'queued':
      return text.taskQueued
    case 'running':
      return text.taskRunning
    case 'input-required':
      return text.taskInputRequired
    case 'succeeded':
      return text.taskSucceeded
    case 'failed':
      return text.taskFailed
    case 'cancelled':
      return text.taskCancelled
  }
}

export function isOver(status: Task['status']): boolean {
  return status === 'succeeded' || status === 'failed' || status === 'cancelled'
}
