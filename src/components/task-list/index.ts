// The task list's public names.
export { TaskList, type TaskListParts } from './task-list.tsx'
export type { TaskItemState } from './context.ts'
export type { TaskListData, TaskListItemData } from './data-attributes.ts'
export type { TaskListItemProps } from './item.tsx'
export type { TaskListProps, TaskListState } from './root.tsx'
