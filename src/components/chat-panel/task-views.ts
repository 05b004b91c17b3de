// What a chat shows of tasks: the same objects while that is the same, so that a token, which is in none of it, renders no part for it.
import type { TaskView } from './types.ts'

export function createTaskViews(): (tasks: readonly TaskView[]) => readonly TaskView[] {
  let last: readonly TaskView[] = []
  return tasks =>
    (last = tasks.map(({ key, kind, status, progress }, index) => {
      // Newest last, so that each keeps its place while others come.
      const view = last[index]
      return view?.key === key && view.status === status && view.progress === progress ? view : { key, kind, status, progress }
    }))
}
