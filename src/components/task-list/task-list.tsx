// The user's tasks with their progress, their ends, and what can be done about each.
'use client'
import { type FunctionComponent, type ReactElement } from 'react'
import { TaskCancelButton } from './cancel-button.tsx'
import { TasksEmpty } from './empty.tsx'
import { TaskError } from './error.tsx'
import { TaskItem } from './item.tsx'
import { TaskBar } from './progress.tsx'
import { TaskResult } from './result.tsx'
import { TaskRetryButton } from './retry-button.tsx'
import { TaskListRoot, type TaskListProps } from './root.tsx'
import { TaskStatus } from './status.tsx'
import { TaskTitle } from './title.tsx'

export interface TaskListParts {
  readonly Root: typeof TaskListRoot
  readonly Item: typeof TaskItem
  readonly Title: typeof TaskTitle
  readonly Progress: typeof TaskBar
  readonly Status: typeof TaskStatus
  readonly Error: typeof TaskError
  readonly Result: typeof TaskResult
  readonly CancelButton: typeof TaskCancelButton
  readonly RetryButton: typeof TaskRetryButton
  readonly Empty: typeof TasksEmpty
}

/** Complete by itself. `renderTask` composes items from the parts; `children` are shown instead of the words for an empty list. */
export const TaskList: FunctionComponent<TaskListProps> & TaskListParts = /* @__PURE__ */ Object.assign(List, {
  Root: TaskListRoot,
  Item: TaskItem,
  Title: TaskTitle,
  Progress: TaskBar,
  Status: TaskStatus,
  Error: TaskError,
  Result: TaskResult,
  CancelButton: TaskCancelButton,
  RetryButton: TaskRetryButton,
  Empty: TasksEmpty,
})

function List(props: TaskListProps): ReactElement {
  return <TaskListRoot {...props} />
}
