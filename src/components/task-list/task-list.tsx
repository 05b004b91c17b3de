// The user's tasks with their progress, their ends, and what can be done about each.
'use client'
import { type FunctionComponent, type ReactElement } from 'react'
import { TaskCancelButton, TaskRetryButton } from './actions.tsx'
import { TaskBar, TaskError, TaskState, TaskTitle } from './facts.tsx'
import { TaskItem } from './item.tsx'
import { TaskListRoot, type TaskListProps } from './root.tsx'

export interface TaskListParts {
  readonly Root: typeof TaskListRoot
  readonly Item: typeof TaskItem
  readonly Title: typeof TaskTitle
  readonly State: typeof TaskState
  readonly Error: typeof TaskError
  readonly Progress: typeof TaskBar
  readonly CancelButton: typeof TaskCancelButton
  readonly RetryButton: typeof TaskRetryButton
}

/** Complete by itself. `renderTask` composes items from the parts; `children` are shown instead of the words for an empty list. */
export const TaskList: FunctionComponent<TaskListProps> & TaskListParts = /* @__PURE__ */ Object.assign(List, {
  Root: TaskListRoot,
  Item: TaskItem,
  Title: TaskTitle,
  State: TaskState,
  Error: TaskError,
  Progress: TaskBar,
  CancelButton: TaskCancelButton,
  RetryButton: TaskRetryButton,
})

function List(props: TaskListProps): ReactElement {
  return <TaskListRoot {...props} />
}
