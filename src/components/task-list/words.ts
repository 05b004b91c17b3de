// The task list's words: its own and those of a task's states.
import { tasksEn, type TaskListStrings } from '../strings/en-parts/task-list.ts'
import { taskEn, type TaskStrings } from '../strings/en-parts/task.ts'

export type TaskListWords = TaskListStrings & TaskStrings

export const taskListWords: TaskListWords = { ...tasksEn, ...taskEn }
