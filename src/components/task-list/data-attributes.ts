// The data attributes of the task list's parts: what a style sheet may rely on.
import type { Task } from '../../core/model.ts'

/** On `Root`, `[data-rs="tasks"]`. */
export interface TaskListData {
  readonly 'data-empty': boolean
  /** How many are not settled. */
  readonly 'data-active': number
}

/** On `Item`, `[data-rs="tasks-item"]`. */
export interface TaskListItemData {
  readonly 'data-state': Task['status']
  readonly 'data-sync': Task['sync']
  /** Present while how far it has got is not known. */
  readonly 'data-indeterminate': boolean
  readonly 'data-cancelling': boolean
}
