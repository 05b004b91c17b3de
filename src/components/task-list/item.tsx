// One task: what it is, how far it has got, and what can be done about it.
'use client'
import { memo, type ReactElement, type ReactNode, useMemo } from 'react'
import type { Task } from '../../core/model.ts'
import { Part, type PartProps } from '../shared/part.tsx'
import { isOver, ratioOf } from '../shared/task-words.ts'
import { TaskCancelButton } from './cancel-button.tsx'
import { TaskItemContext, type TaskItemState, useTaskList } from './context.ts'
import type { TaskListItemData } from './data-attributes.ts'
import { TaskError } from './error.tsx'
import { TaskBar } from './progress.tsx'
import { TaskResult } from './result.tsx'
import { TaskRetryButton } from './retry-button.tsx'
import { TaskStatus } from './status.tsx'
import { TaskTitle } from './title.tsx'

export type TaskListItemProps = PartProps<'li', TaskItemState> & { readonly task: Task; readonly children?: ReactNode }

/** A task is the same object while nothing of it changed, so that progress renders one item. */
export const TaskItem: (props: TaskListItemProps) => ReactNode = memo(TaskItemView)

function TaskItemView({ task, children, ...given }: TaskListItemProps): ReactElement {
  const { titleOf } = useTaskList('Item')
  const title = titleOf(task)
  const state = useMemo(() => ({ task, title }), [task, title])
  const data: TaskListItemData = {
    'data-state': task.status,
    'data-sync': task.sync,
    'data-indeterminate': !isOver(task.status) && ratioOf(task) === null,
    'data-cancelling': task.cancelRequested && !isOver(task.status),
  }
  return (
    <TaskItemContext value={state}>
      <Part as="li" name="tasks-item" state={state} data={{ ...data }} given={given}>
        {children ?? <TaskItemContent />}
      </Part>
    </TaskItemContext>
  )
}

function TaskItemContent(): ReactElement {
  return (
    <>
      <span data-rs="tasks-text">
        <TaskTitle />
        <TaskStatus />
        <TaskError />
        <TaskResult />
      </span>
      <TaskCancelButton />
      <TaskRetryButton />
      <TaskBar />
    </>
  )
}
