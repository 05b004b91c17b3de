// Which events tell the user something, and what: a settled task, a question, a notice. One answer for both halves, so that their ids agree.
import type { Head, Item, Notice, TaskStatus, WireNotification } from './values.ts'

const SETTLED: ReadonlySet<TaskStatus> = new Set<TaskStatus>(['succeeded', 'failed', 'cancelled'])

/** Terminal is final (TASK2). */
export function isSettled(status: TaskStatus): boolean {
  return SETTLED.has(status)
}

/** The notification an item stands for, or null when it tells the user nothing (progress, chunks, created). */
export function noticeOf(item: Item): WireNotification | null {
  const notice = noticeOfEvent(item.event)
  return notice && { offset: item.offset, time: item.time, ...notice }
}

function noticeOfEvent(event: Item['event']): Notice | null {
  if (event.type === 'task.settled') return taskNotice(event.task, event.task.status)
  if (event.type === 'task.updated' && event.task.status === 'input-required') return taskNotice(event.task, `asks-${event.task.rev}`)
  if (event.type !== 'notification' || !('id' in event)) return null
  const { type: _, ...notice } = event
  return notice
}

// The id is a function of the task and its state, so that a notice seen twice (live, then in a snapshot) is one notice (TASK4).
function taskNotice(task: Head, suffix: string): Notice {
  return { id: `${task.id}-${suffix}`.slice(-64), kind: `task.${task.status}`, task: task.id }
}
