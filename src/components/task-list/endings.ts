// What a task list says aloud: tasks that ended while it was there, never those it was born with, and many at once as a number.
import type { Task } from '../../core/model.ts'
import type { Announcement } from '../shared/announcer-outlets.ts'
import type { Due, Machine } from '../shared/machine.ts'
import { isOver, stateWords } from '../shared/task-words.ts'
import type { Language } from '../strings/use-strings.ts'
import type { TaskListWords } from './words.ts'

export interface Endings {
  /** Keys of the tasks that were not settled when last seen; null before the first look. */
  readonly active: ReadonlySet<string> | null
  readonly news: Announcement | null
}

export interface TasksTold {
  readonly type: 'tasks'
  readonly tasks: readonly Task[]
  readonly titleOf: (task: Task) => string
  readonly language: Language<TaskListWords>
}

export const endingsMachine: Machine<Endings, TasksTold> = { initial: { active: null, news: null }, step, deadlineOf: () => null }

function step(state: Endings, event: TasksTold | Due): Endings {
  if (event.type === 'due') return state
  const active = new Set(event.tasks.filter(({ status }) => !isOver(status)).map(({ key }) => key))
  const ended = event.tasks.filter(({ key, status }) => isOver(status) && state.active?.has(key) === true)
  return { active, news: ended.length === 0 ? state.news : { text: wordsFor(ended, event), isUrgent: false } }
}

function wordsFor(ended: readonly Task[], { titleOf, language: { text, words } }: TasksTold): string {
  const [only, ...others] = ended
  if (only === undefined || others.length > 0) return text.tasksEndedMany(ended.length, words)
  return text.tasksEnded(titleOf(only), stateWords(only.status, text))
}
