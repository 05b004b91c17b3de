// What a chat shows of tasks: the same objects while that is the same, so that a token, which is in none of it, renders no part for it.
import { shallowEqual } from '../../core/shallow-equal.ts'
import type { TaskView } from './types.ts'

export function createTaskViews(): (tasks: readonly TaskView[]) => readonly TaskView[] {
  let last: ReadonlyMap<string, TaskView> = new Map()
  return tasks => {
    const views = tasks.map(({ key, kind, status, progress }) => {
      const view = { key, kind, status, progress }
      const before = last.get(key)
      return before !== undefined && shallowEqual(before, view) ? before : view
    })
    last = new Map(views.map(view => [view.key, view]))
    return views
  }
}
