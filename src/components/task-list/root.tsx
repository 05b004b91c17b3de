// The list as a function of tasks: newest first, and its endings said aloud once.
'use client'
import { type ReactElement, type ReactNode, useLayoutEffect, useMemo } from 'react'
import type { Task } from '../../core/model.ts'
import { Announcer } from '../shared/announcer.tsx'
import { useMachine } from '../shared/machine.ts'
import { Part, type PartProps } from '../shared/part.tsx'
import { isOver } from '../shared/task-words.ts'
import { type StringsProp, useStrings } from '../strings/use-strings.ts'
import { ConnectedTasks } from './connected-tasks.tsx'
import { TaskListContext } from './context.ts'
import type { TaskListData } from './data-attributes.ts'
import { TasksEmpty } from './empty.tsx'
import { endingsMachine } from './endings.ts'
import { TaskItem } from './item.tsx'
import { TASKS_SHOWN } from './limits.ts'
import { taskListWords } from './words.ts'

export interface TaskListState {
  readonly isEmpty: boolean
  /** How many of those shown are not settled. */
  readonly activeCount: number
}

interface TaskListOptions {
  readonly filter?: ((task: Task) => boolean) | undefined
  /** At most this many, newest first. Default 20. */
  readonly limit?: number | undefined
  /** What a task is called; its kind when not given. */
  readonly titleOf?: ((task: Task) => string) | undefined
  /** Shows one task instead of `TaskList.Item`. */
  readonly renderTask?: ((task: Task) => ReactNode) | undefined
  /** Shows what a task led to, below its words: a link, a table. */
  readonly renderResult?: ((task: Task) => ReactNode) | undefined
  readonly onCancel?: ((task: Task) => void) | undefined
  readonly onRetry?: ((task: Task) => void) | undefined
  readonly announce?: 'on' | 'off' | undefined
  readonly strings?: StringsProp
  readonly children?: ReactNode
}

/** `tasks`: the provider's when not given, and then cancel and retry are the provider's too. */
export type TaskListProps = PartProps<'section', TaskListState> & TaskListOptions & { readonly tasks?: readonly Task[] | undefined }

export function TaskListRoot({ tasks, ...props }: TaskListProps): ReactElement {
  if (tasks !== undefined) return <TaskListView {...props} tasks={tasks} />
  return (
    <ConnectedTasks>
      {held => (
        <TaskListView {...props} tasks={held.tasks} onCancel={props.onCancel ?? held.cancel} onRetry={props.onRetry ?? held.retry} />
      )}
    </ConnectedTasks>
  )
}

/** A list without markers is no list to some screen readers unless it says so. */
const asList = { role: 'list' } as const
const kindOf = ({ kind }: Task): string => kind

function TaskListView(props: TaskListProps & { readonly tasks: readonly Task[] }): ReactElement {
  const { tasks, filter, limit = TASKS_SHOWN, titleOf = kindOf, renderTask, renderResult, ...rest } = props
  const { onCancel, onRetry, announce = 'on', strings, children, ...given } = rest
  const language = useStrings(taskListWords, strings)
  const shown = useMemo(() => newestFirst(tasks, filter, limit), [tasks, filter, limit])
  const [{ news }, tell] = useMachine(endingsMachine)
  useLayoutEffect(() => tell({ type: 'tasks', tasks: shown, titleOf, language }), [shown, titleOf, language, tell])
  const isEmpty = shown.length === 0
  const value = useMemo(
    () => ({ language, isEmpty, titleOf, renderResult, onCancel, onRetry }),
    [language, isEmpty, titleOf, renderResult, onCancel, onRetry],
  )
  const activeCount = shown.filter(({ status }) => !isOver(status)).length
  const state: TaskListState = { isEmpty, activeCount }
  const data: TaskListData = { 'data-empty': isEmpty, 'data-active': activeCount }
  return (
    <TaskListContext value={value}>
      {announce === 'on' && <Announcer announcement={news} />}
      <Part as="section" name="tasks" state={state} data={{ ...data }} own={{ 'aria-label': language.text.tasksLabel }} given={given}>
        {!isEmpty && (
          <ul data-rs="tasks-list" {...asList}>
            {shown.map(task => (renderTask === undefined ? <TaskItem key={task.key} task={task} /> : renderTask(task)))}
          </ul>
        )}
        {isEmpty && (children ?? <TasksEmpty />)}
      </Part>
    </TaskListContext>
  )
}

function newestFirst(tasks: readonly Task[], filter: TaskListOptions['filter'], limit: number): readonly Task[] {
  return (filter === undefined ? tasks : tasks.filter(filter)).toSorted((a, b) => b.createdAt - a.createdAt).slice(0, limit)
}
